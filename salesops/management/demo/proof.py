"""The demo company's proofs of concept: one waits for its signature, one runs and is late, one exceeded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from opportunities.services.log_activity import NewActivity, log_activity
from qualification.domain.poc import BY_KEY
from qualification.domain.success_plan import Participant, PlanCriterion, PlanTerms
from qualification.services.close_measurement import close_measurement
from qualification.services.close_session import HeldSession, hold_session
from qualification.services.conclude_poc import Readout, conclude_poc
from qualification.services.extend_poc import ask_extension, give_extension
from qualification.services.measure import measure
from qualification.services.plan_poc import plan_poc
from qualification.services.record_signature import SignOff, record_signature
from qualification.services.schedule_session import schedule_session
from qualification.services.write_success_plan import write_success_plan
from salesops.management.demo.scene import Scene

# key, text, category, priority, metric, unit, direction, baseline, target; then what was measured in each proof.
CRITERIA = (
    ("nightly", "Nightly job on own data", "technical", "must", "Run time", "min", "<=", "212", "60"),
    ("dashboards", "95th percentile dashboard query", "technical", "must", "Latency", "s", "<=", "14", "3"),
    ("analysts", "Concurrent analysts without queueing", "technical", "must", "Users", "users", ">=", "25", "120"),
    ("cost", "Cost per million events", "business", "must", "Cost", "USD", "<=", "3.10", "1.60"),
    ("models", "Models that run unchanged", "technical", "should", "Models", "models", ">=", "0", "180"),
    ("migration", "Migration effort", "business", "could", "Effort", "weeks", "<=", "", "8"),
    ("champion", "Champion level", "relationship", "should", "champion", "level", ">=", "1", "2"),
)
ONE_MUST_FAILS = {"nightly": "48", "dashboards": "2.1", "analysts": "90", "cost": "1.48", "models": "184"}
EXCEEDS = {"nightly": "41", "dashboards": "1.9", "analysts": "160", "cost": "1.12", "models": "195", "migration": "6"}
NOTE = "They ran it on their own data with our engineer; numbers and open points are in the minutes."


def plan_a_proof(scene: Scene, *, days_ago: int = 3) -> int:
    """Plan the proof and write its plan; the champion has not signed it yet."""
    poc = plan_poc(**scene.known(days_ago), lead_id=scene.lead.person_id)
    write_success_plan(**_about(scene, poc.pk, days_ago), terms=_terms(scene, days_ago))
    return poc.pk


def run_a_proof(scene: Scene) -> None:
    """Three sessions held, the fourth overdue, one must failing; more time waits for its second word."""
    poc_id = _signed(scene, days_ago=33)
    for kind, ago in (("getting_started", 30), ("discovery", 24), ("hands_on", 16)):
        _hold(scene, poc_id, kind, ago)
    _measure(scene, poc_id, ONE_MUST_FAILS, days_ago=12)
    starts_at = scene.now - timedelta(days=4)
    schedule_session(**_about(scene, poc_id, 12), kind="validation", starts_at=starts_at)
    ask_extension(**_about(scene, poc_id, 2), days=14, reason="Their cluster was moved; the queue test waits for it.")
    give_extension(**_about(scene, poc_id, 1, lead=True))


def conclude_a_proof(scene: Scene) -> None:
    """Every session held, the targets beaten, the results read out and accepted."""
    poc_id = _signed(scene, days_ago=32)
    for kind, ago in (("getting_started", 30), ("discovery", 25), ("hands_on", 20), ("validation", 12)):
        _hold(scene, poc_id, kind, ago)
    _measure(scene, poc_id, EXCEEDS, days_ago=11)
    close_measurement(**_about(scene, poc_id, 10, lead=True))
    scene.file("results", "POC results and cost comparison")
    both = [contact.pk for contact in scene.contacts]
    new = NewActivity("meeting", "POC readout", NOTE, minutes=45, sentiment=2, contact_ids=both)
    meeting = log_activity(**scene.known(6), new=new)
    readout = Readout(meeting.pk, "accept", "Proposal with a three-year comparison")
    conclude_poc(**_about(scene, poc_id, 5), readout=readout)


def _signed(scene: Scene, *, days_ago: int) -> int:
    poc_id = plan_a_proof(scene, days_ago=days_ago)
    new = NewActivity("meeting", "Success plan agreed", NOTE, contact_ids=[scene.contacts[1].pk])
    meeting = log_activity(**scene.known(days_ago - 1), new=new)
    given = SignOff(1, scene.contacts[1].pk, "meeting", NOTE, activity_id=meeting.pk)
    record_signature(**_about(scene, poc_id, days_ago - 1), given=given)
    return poc_id


def _hold(scene: Scene, poc_id: int, kind: str, days_ago: int) -> None:
    starts_at = scene.now - timedelta(days=days_ago)
    session = schedule_session(**_about(scene, poc_id, days_ago + 1), kind=kind, starts_at=starts_at)
    template = BY_KEY[kind]
    held = HeldSession(
        minutes={item.key: item.minutes + 1 for item in template.agenda if item.minutes},
        outputs=tuple(template.outputs),
        note=NOTE,
        contact_ids=[contact.pk for contact in scene.contacts],
    )
    known = _about(scene, poc_id, days_ago, lead=True) | {"now": starts_at + timedelta(hours=1)}
    hold_session(**known, session_id=session.pk, held=held)


def _measure(scene: Scene, poc_id: int, values: dict[str, str], *, days_ago: int) -> None:
    for criterion, value in values.items():
        measure(**_about(scene, poc_id, days_ago, lead=True), criterion=criterion, value=Decimal(value))


def _about(scene: Scene, poc_id: int, days_ago: int, *, lead: bool = False) -> dict[str, Any]:
    actor = scene.lead if lead else scene.actor
    return {"actor": actor, "now": scene.now - timedelta(days=days_ago), "poc_id": poc_id}


def _terms(scene: Scene, days_ago: int) -> PlanTerms:
    first, second = scene.contacts
    starts_on = (scene.now - timedelta(days=days_ago)).date()
    use = scene.row["use"].lower()
    return PlanTerms(
        objective=f"Show that {use} runs on their own data in minutes, at half the cost",
        use_case=scene.row["use"],
        in_scope="Twelve nightly jobs, the analysts' dashboards, one month of events",
        out_of_scope="Reports of the subsidiaries",
        infosec="Masked data in their own cloud account; access for two named people",
        environment="Trial workspace in their region",
        our_people=f"{scene.lead.name} leads and measures",
        participants=(
            Participant(second.pk, second.name, "Judges the results", is_champion=True, is_committed=True),
            Participant(first.pk, first.name, "Judges the cost", is_champion=False, is_committed=True),
        ),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=28),
        checkpoints="Every Tuesday at ten",
        readout_on=starts_on + timedelta(days=30),
        readout_audience=f"{first.name}, {second.name} and the data team",
        decision_rule=f"If all musts pass, {scene.row['account']} starts the proposal within five days",
        next_step="Proposal",
        criteria=tuple(PlanCriterion(*row) for row in CRITERIA),
    )
