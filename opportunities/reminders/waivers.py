"""The monthly question whether a waiver is still needed (domain §0.3, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from opportunities.models import Waiver
from opportunities.reminders.deals import day, open_deals
from salesops.core.actor import RecordRef
from salesops.process.queries import definition_of
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="waiver_review",
        scope="opportunity",
        title="Waiver to review",
        trigger="a waiver on an open deal is older than 30 days",
        stops="the waiver is lifted or given afresh, or the deal is closed",
        lanes=(lane("waiving_role", "30 d", every="30 d"),),
    )
)
def waiver_review(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the waivers in force; who waived is asked, the owner's manager once that one is gone."""
    found = list(Waiver.objects.filter(opportunity__in=ids, lifted_at=None).select_related("by").order_by("id"))
    deals = {deal.id: deal for deal in open_deals({waiver.opportunity_id for waiver in found})}
    for waiver in found:
        if deal := deals.get(waiver.opportunity_id):
            criterion = definition_of(deal.definition_id).text_of(waiver.criterion_id) or waiver.criterion_id
            yield deal.matter(
                f"waiver:{waiver.pk}", waiver.at,
                subject=RecordRef("waiver", waiver.pk),
                people={"waiving_role": (waiver.by_id,) if waiver.by.is_active else deal.managers},
                title=f"Does the waiver on {deal.name} still hold?",
                why=f"“{criterion}” is waived since {day(waiver.at, now)}: {waiver.reason}",
                path=deal.form("keep_waiver", criterion_id=waiver.criterion_id), act="Review it",
            )  # fmt: skip
