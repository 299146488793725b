"""Every proof of concept a person may read, by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from opportunities.queries.visible import charter_facts, visible_to
from qualification.domain.poc_outcome import PASS
from qualification.domain.success_plan import terms_from_data
from qualification.models import Poc, PocSession
from qualification.queries.poc import levels_of, lines_of, newest_measurements, newest_plans, time_box
from qualification.queries.poc_parts import TimeBox
from salesops.charter import decide
from salesops.core.actor import Actor

STATES = {
    "running": "Running",
    "measured": "Measured, readout to come",
    "planned": "Planned",
    "concluded": "Concluded",
    "abandoned": "Abandoned",
}
# Ended proofs stay on the board for so long.
ENDED_WITHIN = timedelta(days=90)
MOST = 200


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One proof on the board: `passed` of `musts` pass with the numbers of now."""

    poc: Poc
    box: TimeBox
    passed: int
    musts: int
    next_session: PocSession | None
    plan_number: int
    is_signed: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The proofs of one state."""

    key: str
    label: str
    rows: list[BoardRow]


def poc_board(actor: Actor, *, now: datetime) -> list[BoardGroup]:
    """This function will list proofs by state, those with the fewest days left first; seven statements at most."""
    related = ("lead", "opportunity__account", "opportunity__owner")
    rows = Poc.objects.filter(opportunity__in=visible_to(actor)).select_related(*related)
    recent = rows.exclude(ended_at__lt=now - ENDED_WITHIN).order_by("created_at", "id")[:MOST]
    pocs = [each for each in recent if decide(actor, "opp.view_full", charter_facts(each.opportunity, actor)).allowed]
    found = _rows(pocs, now) if pocs else []
    groups = [
        BoardGroup(key, label, sorted((r for r in found if r.poc.state == key), key=lambda r: r.box.days - r.box.day))
        for key, label in STATES.items()
    ]
    return [group for group in groups if group.rows]


def _rows(pocs: list[Poc], now: datetime) -> list[BoardRow]:
    ids = [each.pk for each in pocs]
    plans, measured = newest_plans(ids), newest_measurements(ids)
    levels = levels_of([each.opportunity_id for each in pocs], now)
    booked = PocSession.objects.filter(poc__in=ids, state="scheduled").order_by("poc", "starts_at").distinct("poc")
    sessions = {each.poc_id: each for each in booked}
    rows = []
    for poc in pocs:
        plan = plans.get(poc.pk)
        terms = terms_from_data(plan.terms) if plan else None
        lines = lines_of(terms, measured[poc.pk], levels[poc.opportunity_id])
        musts = [each.result for each in lines if each.criterion.priority == "must"]
        session = sessions.get(poc.pk)
        rows.append(
            BoardRow(
                poc=poc,
                box=time_box(poc, terms, now),
                passed=sum(each.state == PASS for each in musts),
                musts=len(musts),
                next_session=session,
                plan_number=plan.number if plan else 0,
                is_signed=plan is not None and plan.covering_signature is not None,
                is_late=session is not None and session.starts_at < now,
            )
        )
    return rows
