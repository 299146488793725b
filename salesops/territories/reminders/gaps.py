"""The reminder of a place where somebody waits for an owner (domain §5.2, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.territories.domain.geography import tree
from salesops.territories.domain.segments import LABELS
from salesops.territories.models import TerritoryGap
from salesops.users.queries.leading import heads, holders_of

WHAT = {
    "gap": "no rule covers it",
    "vacant": "its territory has no account executive",
    "overlap": "several rules cover it alike",
    "double": "its territory has several account executives",
}


@rule(
    Rule(
        key="territory_gap",
        scope="territory_gap",
        title="Territory gap",
        trigger="an account or a lead lies where the map has not exactly one owner",
        stops="the place has one owner",
        lanes=(
            lane("operations", "0 bd", every="1 bd"),
            lane("regional_vp", "0 bd", every="1 bd"),
            lane("leader", "5 bd"),
        ),
    )
)
def territory_gap(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the cells that somebody was met in and nobody owns."""
    open_ones = list(TerritoryGap.objects.filter(pk__in=ids, covered_at=None).order_by("id"))
    if not open_ones:
        return
    operations, house = holders_of("revops_admin"), heads()
    for gap in open_ones:
        where = tree()[gap.node].name
        yield Matter(
            subject=RecordRef("territory_gap", gap.pk),
            scope_id=gap.pk,
            anchor="met",
            since=gap.met_at,
            people={
                "operations": operations,
                "regional_vp": house.of_region(gap.theatre),
                "leader": house.leaders,
            },
            title=f"Give {where}, {LABELS[gap.segment]}, an owner",
            why=f"Somebody waits there, and {WHAT[gap.verdict]}.",
            path=f"{reverse('territories:map')}?only=problems",
            act="See the map",
        )


def lock_gap(gap_id: int) -> None:
    """This function will lock a cell until the transaction ends: the first lock of whatever fires on it."""
    TerritoryGap.objects.select_for_update(of=("self",)).filter(pk=gap_id).values_list("id").first()


def open_gaps(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of cells that are not covered."""
    rows = TerritoryGap.objects.filter(pk__gt=last, covered_at=None)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])
