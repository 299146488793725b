"""Read what changed since the map was last followed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Q

from salesops.territories.models import AccountHolding, NamedAccount, TerritoryAssignment, TerritoryPlan

CHANGED = """
    WITH RECURSIVE touched(id) AS (
        SELECT id FROM accounts_account WHERE updated_at >= %(since)s
        UNION SELECT account_id FROM territories_accountplace WHERE set_at >= %(since)s
        UNION SELECT account_id FROM territories_standalonebuyer WHERE set_at >= %(since)s
        UNION SELECT account_id FROM territories_frozensegment WHERE frozen_at >= %(since)s
        UNION SELECT a.id FROM accounts_account a JOIN touched t ON a.parent_id = t.id
    ) SELECT id FROM touched
"""


def has_map_changed(since: datetime) -> bool:
    """This function will say whether a plan, an assignment or a named account changed."""
    dated = Q(assigned_at__gte=since) | Q(ended_at__gte=since)
    return (
        TerritoryPlan.objects.filter(published_at__gte=since).exists()
        or TerritoryAssignment.objects.filter(dated).exists()
        or NamedAccount.objects.filter(dated).exists()
    )


def changed_accounts(since: datetime) -> list[int]:
    """This function will list the accounts whose address, size or family changed, and everybody below them."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": since})
        return [row[0] for row in cursor.fetchall()]


def holdings(ids: list[int]) -> dict[int, AccountHolding]:
    """This function will return whose accounts were when the map was last followed, in one statement."""
    rows = AccountHolding.objects.filter(pk__in=ids).select_related("territory", "owner", "sdr")
    return {row.account_id: row for row in rows}
