"""Remember that somebody asked for an owner where there is not exactly one, until there is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import SYSTEM, RecordRef
from salesops.territories.domain.geography import Place, chain_from
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.resolving import Resolution, resolve_in
from salesops.territories.events import GAP_COVERED, GAP_MET
from salesops.territories.models import TerritoryGap
from salesops.territories.queries import day_of
from salesops.territories.services.telling import tell


def note_gap(found: Resolution, *, now: datetime) -> TerritoryGap | None:
    """This function will keep the cell of an account or a lead that nobody owns, once (domain §5.2, §12).

    An address without a known country lies in no cell. It returns the cell's open row, None where there is none.
    """
    if found.is_owned or not found.node:
        return None
    with transaction.atomic():
        gap, is_new = TerritoryGap.objects.get_or_create(
            node=found.node,
            segment=found.segment,
            covered_at=None,
            defaults={
                "verdict": found.verdict,
                "theatre": found.theatre,
                "territory_id": found.territory_id,
                "met_at": now,
            },
        )
        if is_new:
            data = {"node": gap.node, "segment": gap.segment, "verdict": gap.verdict, "why": found.explanation}
            tell(GAP_MET, RecordRef("territory_gap", gap.pk), data, actor=SYSTEM, now=now)
    return gap


def close_gaps(known: TerritoryMap, *, now: datetime) -> None:
    """This function will close the cells that have exactly one owner by now."""
    today = known.on(day_of(now))
    for gap in TerritoryGap.objects.filter(covered_at=None).order_by("id"):
        chain = chain_from(gap.node)
        found = resolve_in(today, chain, Place(""), gap.segment, day_of(now))
        if not found.is_owned:
            continue
        with transaction.atomic():
            if TerritoryGap.objects.filter(pk=gap.pk, covered_at=None).update(covered_at=now):
                data = {"node": gap.node, "segment": gap.segment, "territory": found.territory}
                tell(GAP_COVERED, RecordRef("territory_gap", gap.pk), data, actor=SYSTEM, now=now)
