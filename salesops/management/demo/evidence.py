"""What is on record for a demo deal: the acts a seller would have done, through the same services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.amend import amend
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.set_next_step import set_next_step
from opportunities.services.waive import waive
from opportunities.services.write_plan import NewAction, write_discovery, write_plan
from qualification.services.write_details import write_details
from salesops.accounts.services.mark_left import mark_left
from salesops.management.demo.prices import draft_an_offer
from salesops.management.demo.proof import conclude_a_proof, plan_a_proof, run_a_proof
from salesops.management.demo.requirements import list_requirements, meet_requirements, weigh_requirements
from salesops.management.demo.scene import Scene
from salesops.management.demo.validation import STORIES

CONTACT_NAMES = (
    "Kari Aasen", "Ingvild Moe", "Lena Vogt", "Stian Tveit", "Hedda Lund", "Maya Torres", "Owen Blake", "Aditi Rao",
    "Carlos Vega", "Nina Falk", "Peter Lang", "Sara Quinn", "Tom Achebe", "Ravi Menon", "Julia Brandt", "Ellen Price",
    "Jorge Luna", "Wen Zhao", "Amara Cole", "Felix Arnold", "Greta Holt", "Ian Doyle", "Lucia Prado", "Mona Berg",
)  # fmt: skip
NEXT_STEPS = ("Confirm the decision path", "Send the business case", "Book the terms call", "Walk through the proposal")


def record_evidence(scene: Scene) -> None:
    """Record what the deal's row says is on record, then a dated next step."""
    row, contacts, deal, now = scene.row, scene.contacts, scene.deal, scene.now
    for name in row["has"]:
        ACTS[name](scene)
    if row["id"] not in ("D05", "C02"):
        number = deal % 9
        text, due = NEXT_STEPS[number % len(NEXT_STEPS)], (now + timedelta(days=number - 4)).date()
        set_next_step(**scene.known(), text=f"{text} with {contacts[0].name}", due=due)


def _enquiry(scene: Scene) -> None:
    note = f"{scene.contacts[1].name} asked for help with {scene.row['use'].lower()} through the website form."
    log_activity(**scene.known(20), new=NewActivity("enquiry", "Enquiry from the website", note))


def _call(scene: Scene) -> None:
    note = (
        "They run it on nightly jobs that finish too late, have tried tuning twice, and want numbers before the board "
        "meets. Asked for two references and a first price range."
    )
    new = NewActivity("call", "Discovery call", note, minutes=45, sentiment=1, contact_ids=[scene.contacts[0].pk])
    log_activity(**scene.known(6), new=new)


def _meeting(scene: Scene) -> None:
    """Held five days ago and never followed up."""
    contacts = [contact.pk for contact in scene.contacts]
    new = NewActivity("meeting", "Terms with their finance team", minutes=60, contact_ids=contacts)
    log_activity(**scene.known(5), new=new)


def _note(scene: Scene) -> None:
    log_activity(**scene.known(2), new=NewActivity("note", "Met at the spring symposium", "Warm, asked for material."))


def _problem(scene: Scene) -> None:
    text = f"{scene.row['use']} takes hours where minutes are needed; late answers cost them money every week."
    amend(**scene.known(5), changes={"problem": text})


def _plan(scene: Scene) -> None:
    texts = {
        "objective": f"Make {scene.row['use'].lower()} the reference in their group",
        "why_now": "The old contract ends this quarter and the team has a budget line",
        "why_us": "We were fastest on their own data in a first test",
        "risks": "The incumbent may extend at a discount",
    }
    actions = [
        NewAction("Share the sizing sheet", (scene.now + timedelta(days=4)).date()),
        NewAction("Name the procurement contact", (scene.now + timedelta(days=9)).date(), is_theirs=True),
    ]
    write_plan(**scene.known(5), texts=texts, actions=actions)


def _buyer(scene: Scene, level: int = 1) -> None:
    add_stakeholder(**scene.known(), contact_id=scene.contacts[0].pk, role="economic_buyer")
    scene.assess("economic_buyer", level, f"{scene.contacts[0].name} says the line sits in her own budget this year.")


def _champion(scene: Scene) -> None:
    add_stakeholder(**scene.known(), contact_id=scene.contacts[1].pk, role="champion")
    scene.assess("champion", 2, f"{scene.contacts[1].name} pushed for the meeting with finance and brought the data.")


def _pain(scene: Scene, level: int = 1) -> None:
    scene.assess("identify_pain", level, "Nightly jobs overrun by five hours; the fines start next quarter.")


def _stale(scene: Scene) -> None:
    add_stakeholder(**scene.known(), contact_id=scene.contacts[0].pk, role="economic_buyer")
    scene.assess("economic_buyer", 2, "The CFO confirmed in May that the budget line exists for this.", days_ago=60)
    scene.assess("champion", 2, "Our champion ran the first internal demo and collected the wishes.", days_ago=37)


def _process(scene: Scene) -> None:
    scene.assess("decision_process", 2, "Board decides on the second, then procurement with four dated steps.")
    rows: list[dict[str, Any]] = [
        {"text": "Technical sign-off", "owner_name": scene.contacts[1].name, "approver": scene.contacts[1].name,
         "due_on": (scene.now + timedelta(days=10)).date()},
        {"text": "Board decision", "owner_name": scene.contacts[0].name, "approver": "Board"},
    ]  # fmt: skip
    write_details(**scene.known(), component="decision_process", rows=rows)


def _proposal(scene: Scene) -> None:
    scene.file("proposal", f"Proposal {scene.row['use']} v2")


def _agreed(scene: Scene) -> None:
    scene.attest("N-3", "They wrote that they agree to scope, price and start date.", "customer_document")


def _fit(scene: Scene) -> None:
    answers = {
        "fit_money": "A grant of three years covers hosting and support",
        "fit_authority": "The steering committee decides, the chair signs",
        "fit_need": "Shared computing without running servers of their own",
        "fit_event": "The new term starts in spring",
        "fit_application": "Notebooks for 400 students and a data archive",
        "fit_competition": "A home-grown cluster and one commercial cloud",
        "fit_timeline": "Pilot in eight weeks, full use by autumn",
    }
    write_discovery(**scene.known(), answers=answers)


def _need(scene: Scene) -> None:
    scene.file("discovery_note", "Discovery note")
    scene.attest("2b-X1", "The chair said they cannot run another term without it.")


def _work(scene: Scene) -> None:
    scene.file("statement_of_work", "Statement of work v1")
    scene.file("quote", "Quote 2026-014")


def _agreement(scene: Scene) -> None:
    signed_on = (scene.now - timedelta(days=4)).date()
    scene.file("agreement", "Signed agreement", "signed", signed_by=scene.contacts[0].name, signed_on=signed_on)


def _invoice(scene: Scene) -> None:
    scene.file("invoice", "Invoice 2026-031")


def _paper(scene: Scene) -> None:
    scene.assess("paper_process", 1, "The sponsor's legal office reviews, about two weeks.")


def _metrics(scene: Scene) -> None:
    scene.assess("metrics", 2, "Query cost per terabyte from 41 to 24 dollars, in their monthly report.")


def _competition(scene: Scene) -> None:
    scene.assess("competition", 1, "Incumbent warehouse; they prefer us on performance.")


def _waiver(scene: Scene) -> None:
    reason = "Written down in the account plan already; the pursuit plan follows before the board meets."
    waive(**{**scene.known(32), "actor": scene.leader}, criterion_id="D-3", reason=reason)


def _left(scene: Scene) -> None:
    gone = scene.contacts[1]
    mark_left(actor=scene.actor, now=scene.known(7)["now"], contact_id=gone.pk, version=gone.version)


def _verbal(scene: Scene) -> None:
    scene.file("proposal", "Renewal plan")


def _poc_planned(scene: Scene) -> None:
    plan_a_proof(scene)


ACTS: dict[str, Callable[[Scene], None]] = {
    "enquiry": _enquiry,
    "call": _call,
    "meeting": _meeting,
    "note": _note,
    "problem": _problem,
    "plan": _plan,
    "buyer": _buyer,
    "buyer2": lambda scene: _buyer(scene, 2),
    "champion": _champion,
    "pain": _pain,
    "pain2": lambda scene: _pain(scene, 2),
    "stale": _stale,
    "process": _process,
    "proposal": _proposal,
    "attest": _agreed,
    "fit": _fit,
    "need": _need,
    "sow": _work,
    "agreement": _agreement,
    "invoice": _invoice,
    "paper": _paper,
    "metrics": _metrics,
    "competition": _competition,
    "verbal": _verbal,
    "waiver": _waiver,
    "left": _left,
    "poc_planned": _poc_planned,
    "poc_running": run_a_proof,
    "poc_exceeded": conclude_a_proof,
    "required": list_requirements,
    "weighed": weigh_requirements,
    "aligned": meet_requirements,
    **STORIES,
    "offer": draft_an_offer,
}
