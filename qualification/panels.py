"""What layer 3 shows on the pages of layer 2: components, what to ask next, health, velocity and priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opportunities.domain.added_columns import AddedColumn, add_column
from qualification.domain.standing import MeddpiccFacts
from qualification.models.health import BANDS, VELOCITIES
from qualification.queries.meddpicc import MeddpiccPanel, meddpicc_panels
from qualification.queries.poc import PocLine, poc_lines
from qualification.templatetags.health import NOTED, health_bars, velocity_badge
from salesops.core.actor import Actor
from salesops.process.domain.registry import RecordFacts
from salesops.web.marks import mark
from salesops.web.panels import panel
from salesops.web.templatetags.components import score_bars


@mark("opportunity.score", "meddpicc", order=10, draw=score_bars)
def card_score(facts: RecordFacts) -> int:
    """Give the MEDDPICC score of a deal."""
    return facts.part(MeddpiccFacts).score


@panel("opportunity.main", "meddpicc", order=10, template="qualification/meddpicc.html")
@panel("opportunity.head", "velocity", order=10, template="qualification/velocity.html")
@panel("opportunity.line", "health", order=10, template="qualification/health_line.html")
@panel("opportunity.rail", "health", order=10, template="qualification/health_rail.html")
@panel("opportunity.rail", "ask_next", order=20, template="qualification/ask_next.html")
def components(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, MeddpiccPanel]:
    """Give the eight components of a deal, from them what to ask next, and how it stands."""
    return meddpicc_panels(actor, ids, now=now)


add_column(
    AddedColumn(
        key="health",
        label="Health",
        icon="signal",
        path="health__score",
        draw=health_bars,
        text=lambda score: score,
        choices=dict(BANDS),
        narrows="health__band",
        on_card=True,
    )
)
add_column(
    AddedColumn(
        key="velocity",
        label="Velocity",
        icon="gauge",
        path="health__velocity",
        draw=velocity_badge,
        text=lambda name: dict(VELOCITIES).get(name, ""),
        choices=dict(VELOCITIES),
        narrows="health__velocity",
        badge=lambda name: NOTED.get(name or ""),
    )
)
add_column(
    AddedColumn(
        key="priority",
        label="Priority",
        icon="flag",
        path="health__priority",
        draw=str,
        text=lambda number: number,
        ranks=True,
        explained="qualification:health",
    )
)


@panel("opportunity.rail", "poc", order=30, template="qualification/poc_line.html")
def poc_line(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, PocLine]:
    """Give the state of a deal's proof of concept in one line; nothing where it has none."""
    return poc_lines(actor, ids)


@panel("opportunity.rail", "proposal", order=40, template="qualification/proposal_line.html")
def proposal_line(actor: Actor, ids: Sequence[int], now: datetime) -> Mapping[int, int]:
    """Give the way to a deal's proposal; it asks nothing, for the page has no statement to spare."""
    return {pk: pk for pk in ids}
