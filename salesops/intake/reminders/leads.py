"""The reminder of a lead nobody has reached out to (domain §11.7, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from salesops.core.actor import RecordRef
from salesops.intake.domain.leads import WORKED
from salesops.intake.models import Lead
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of, managers_of


@rule(
    Rule(
        key="lead_untouched",
        scope="lead",
        title="Lead untouched",
        trigger="a lead of segment A on the day it came in, of segment B within two business days, without a touch",
        stops="the first touch is logged, or the lead is closed or rests",
        lanes=(lane("owner", "50 %", "100 %"), lane("manager", "200 %")),
        is_urgent=True,
    )
)
def lead_untouched(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the leads whose first touch has a clock that runs; what nobody owns is operations'."""
    leads = list(_waiting().filter(pk__in=ids).order_by("pk"))
    managers = managers_of({lead.owner_id for lead in leads if lead.owner_id})
    operations = holders_of("revops_admin") if any(lead.owner_id is None for lead in leads) else ()
    for lead in leads:
        if lead.remind_at is None or lead.due_at is None or lead.escalates_at is None:
            continue
        owner = (lead.owner_id,) if lead.owner_id else operations
        yield Matter(
            subject=RecordRef("lead", lead.pk),
            scope_id=lead.pk,
            anchor=f"due:{lead.due_at:%Y-%m-%dT%H:%M}",
            since=lead.opened_at,
            people={"owner": owner, "manager": managers.get(lead.owner_id or 0, ())},
            title=f"Reach out to {lead.company}",
            why=f"It came in by {lead.get_source_display().lower()} and nobody has reached out yet.",
            path=reverse("intake:touch", args=[lead.pk]),
            act="Log a touch",
            moments={50: lead.remind_at, 100: lead.due_at, 200: lead.escalates_at},
        )


def lock_lead(lead_id: int) -> None:
    """This function will lock a lead until the transaction ends."""
    Lead.objects.select_for_update(no_key=True).filter(pk=lead_id).first()


def waiting_lead_ids(last: int, limit: int) -> list[int]:
    """This function will return the next ids, in order, of leads that wait for their first touch by a clock."""
    rows = _waiting().filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _waiting() -> QuerySet[Lead]:
    return Lead.objects.filter(status__in=WORKED, first_touched_at__isnull=True, due_at__isnull=False)
