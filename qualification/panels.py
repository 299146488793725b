"""What layer 3 shows on the pages of layer 2: components, what to ask next, health, proof, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from opportunities.domain.added_columns import AddedColumn, add_column
from opportunities.domain.told import Told, add_told
from qualification import events
from qualification.domain.standing import MeddpiccFacts
from qualification.models.health import BANDS, VELOCITIES
from qualification.queries.desk import waiting_count
from qualification.queries.meddpicc import MeddpiccPanel, meddpicc_panels
from qualification.queries.poc import PocLine, poc_lines
from qualification.templatetags.health import NOTED, health_bars, velocity_badge
from salesops.core.actor import Actor
from salesops.process.domain.registry import RecordFacts
from salesops.web.marks import mark
from salesops.web.panels import panel
from salesops.web.templatetags.components import score_bars

# How what this layer tells reads on a deal's timeline.
TOLD = {
    events.POC_PLANNED: Told("flask-conical", "POC planned"),
    events.POC_PLAN_WRITTEN: Told("file-text", "Success plan version {number} written"),
    events.POC_PLAN_SENT: Told("mail", "Success plan version {number} sent to sign"),
    events.POC_PLAN_SIGNED: Told("circle-check", "Success plan version {number} signed by {method}"),
    events.POC_SESSION_CLOSED: Told("calendar-check", "POC session {kind}: {state}"),
    events.POC_MEASURED: Told("target", "Measured {criterion}: {value}"),
    events.POC_MEASUREMENT_CLOSED: Told("flask-conical", "POC measured: {outcome}", "{sentence}"),
    events.POC_TAKEN_UP_AGAIN: Told("rotate-ccw", "POC taken up again", "{reason}"),
    events.POC_CONCLUDED: Told("presentation", "POC concluded: {outcome}, the customer's verdict: {verdict}"),
    events.POC_ABANDONED: Told("circle-x", "POC abandoned", "{reason}"),
    events.POC_EXTENSION_ASKED: Told("calendar-plus", "{days} more days asked for the POC", "{reason}"),
    events.POC_EXTENDED: Told("calendar-plus", "{part} gave {days} more days to the POC"),
    events.POC_EXTENSION_REFUSED: Told("circle-x", "More time for the POC refused", "{reason}"),
    events.PROPOSAL_WRITTEN: Told("file-text", "Proposal version {number} written"),
    events.PROPOSAL_FINALISED: Told("lock", "Proposal version {number} is final"),
    events.EFFORT_ESTIMATED: Told("gauge", "Effort of version {number} estimated: {likely} days"),
    events.ASSUMPTION_CHECKED: Told("clipboard-list", "Assumption {state}: {text}", "{evidence}"),
    events.TRIGGER_CLEARED: Told("circle-check", "{trigger} cleared: {about}", "{evidence}"),
    events.ITEM_CONFIRMED: Told("circle-check", "Confirmed: {name}", "{words}"),
    events.CONFIRMATION_WITHDRAWN: Told("circle-x", "Not confirmed any more: {name}", "{words}"),
    events.VALIDATION_REQUESTED: Told("clipboard-check", "Validation of version {number} requested"),
    events.VALIDATION_WITHDRAWN: Told("clipboard-check", "Request for validation withdrawn"),
    events.VALIDATION_DECIDED: Told("clipboard-check", "Validation of version {number}: {verdict}", "{note}"),
    events.RISK_ACCEPTED: Told("triangle-alert", "Risk of version {number} accepted", "{reason}"),
    events.RED_FLAG_RAISED: Told("flag", "Red flag, {severity}: {text}"),
    events.RED_FLAG_CLOSED: Told("flag", "Red flag settled: {text}", "{how}"),
    events.CALL_ASKED: Told("phone", "Confidence call asked for: {topic}"),
    events.CALL_HELD: Told("phone", "Confidence call held", "{outcome}"),
    events.REQUIREMENT_ADDED: Told("scroll-text", "Requirement: {text}"),
    events.REQUIREMENT_JUDGED: Told("scroll-text", "Requirement {state}: {text}", "{note}"),
    events.QUESTION_ASKED: Told("message-circle-question", "Question: {text}"),
    events.QUESTION_ANSWERED: Told("message-circle-question", "Question answered: {text}", "{answer}"),
}
add_told(TOLD)


@mark("opportunity.score", "meddpicc", order=10, draw=score_bars)
def card_score(facts: RecordFacts) -> int:
    """Give the MEDDPICC score of a deal."""
    return facts.part(MeddpiccFacts).score


@panel("opportunity.main", "meddpicc", order=10, template="qualification/meddpicc.html")
@panel("opportunity.head", "velocity", order=10, template="qualification/velocity.html")
@panel("opportunity.line", "health", order=10, template="qualification/health_line.html")
@panel("opportunity.rail", "health", order=10, template="qualification/health_rail.html")
@panel("opportunity.rail", "ask_next", order=20, template="qualification/ask_next.html")
def components(actor: Actor, known: Mapping[int, RecordFacts], now: datetime) -> Mapping[int, MeddpiccPanel]:
    """Give the eight components of a deal, from them what to ask next, and how it stands."""
    return meddpicc_panels(actor, known)


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
def poc_line(actor: Actor, known: Mapping[int, RecordFacts], now: datetime) -> Mapping[int, PocLine]:
    """Give the state of a deal's proof of concept in one line; nothing where it has none."""
    return poc_lines(actor, list(known))


@panel("opportunity.rail", "proposal", order=40, template="qualification/proposal_line.html")
def proposal_line(actor: Actor, known: Mapping[int, RecordFacts], now: datetime) -> Mapping[int, int]:
    """Give the way to a deal's proposal; it asks nothing, for the page has no statement to spare."""
    return {pk: pk for pk in known}


@panel("navigation.count", "v", order=50, template="components/nav_count.html")
def reviews_waiting(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, int]:
    """This function will count the reviews that wait for the person's verdict."""
    return {actor.person_id: waiting_count(actor)}
