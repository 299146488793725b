"""Which clearance of a proposal runs out first (domain §1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from qualification.models import ProposalVersion, TriggerClearance
from qualification.queries.causes import causes_of_many


def first_to_expire(deal_ids: Sequence[int], now: datetime) -> list[TriggerClearance]:
    """This function will return the oldest clearance that each deal's newest version rests on, in three statements.

    It rests on the newest word for each cause that still fires, on each route, said of the same content.
    """
    versions = ProposalVersion.objects.filter(opportunity__in=deal_ids).order_by("opportunity", "-number")
    newest = {row.basis_id or row.pk: row for row in versions.distinct("opportunity")}
    said = TriggerClearance.objects.annotate(content=Coalesce(F("proposal__basis"), F("proposal")))
    rows = said.filter(content__in=newest).order_by("content", "trigger", "about", "route", "-at", "-id")
    words = list(rows.distinct("content", "trigger", "about", "route").select_related("proposal"))
    fired = causes_of_many([newest[row.content].pk for row in words], now) if words else {}
    oldest: dict[int, TriggerClearance] = {}
    for row in sorted(words, key=lambda row: (row.at, row.pk)):
        causes = fired[newest[row.content].pk]
        if any((each.key, each.about) == (row.trigger, row.about) and row.route in each.routes for each in causes):
            oldest.setdefault(row.content, row)
    return list(oldest.values())
