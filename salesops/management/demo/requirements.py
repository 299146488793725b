"""What the demo company's customers require, their security path and their questions: aligned, half done, begun."""

from __future__ import annotations

from datetime import timedelta

from opportunities.services.attest import Evidence
from qualification.domain.requirements import GROUPS
from qualification.services.add_requirement import add_requirement
from qualification.services.align_group import align_group
from qualification.services.answer_question import answer_question
from qualification.services.ask_question import ask_question
from qualification.services.judge_requirement import judge_requirement
from qualification.services.write_security_path import NewStep, write_security_path
from salesops.management.demo.scene import Scene

# Kind and what they require; below, how each of them was judged ("" for not yet).
REQUIREMENTS = (
    ("technical", "Nightly jobs finish within an hour on their own data"),
    ("technical", "Signs in by their company directory"),
    ("technical", "Runs in their region, without data leaving it"),
    ("functional", "Analysts build their own reports without help"),
    ("functional", "Figures of the month are frozen at its close"),
    ("business", "Pays for itself within a year"),
    ("business", "One contract for all subsidiaries"),
    ("infosec", "Certificate of information security, not older than a year"),
    ("infosec", "Answers to their questionnaire of 120 questions"),
)
ALL_WELL = ("validated",) * len(REQUIREMENTS)
HALF_WELL = ("validated", "validated", "rejected", "validated", "", "", "withdrawn", "validated", "")
NOT_YET = ("",) * len(REQUIREMENTS)
STEPS = (("Questionnaire sent back", 4), ("Call with their security team", 11), ("Written clearance", 25))
QUESTIONS = (
    (
        "technical",
        "Does the sign-in work with our two directories at once?",
        "Yes, one after the other; see session 3.",
    ),
    ("functional", "Can a frozen month be opened again?", "Only by a named person, and it stays on record."),
    ("commercial", "May we pay once a year instead of each month?", ""),
)
NOTES = {
    "validated": "Shown in the session and confirmed by their lead; the minutes name who was there.",
    "rejected": "Backups leave the region today; their data protection officer does not accept that.",
    "withdrawn": "The subsidiaries sign for themselves, their head of purchasing wrote.",
}


def meet_requirements(scene: Scene) -> None:
    """Validate everything, align all three groups and answer what was asked."""
    _lay_out(scene, ALL_WELL, answered=True)
    for kind, label in GROUPS:
        align_group(**scene.known(4), kind=kind, note=f"{label} requirements were read out, and both sides agree.")


def weigh_requirements(scene: Scene) -> None:
    """Validate some, reject one; the technical question waits."""
    _lay_out(scene, HALF_WELL, answered=False)


def list_requirements(scene: Scene) -> None:
    """Write them down; nobody has judged one yet."""
    _lay_out(scene, NOT_YET, answered=False)


def _lay_out(scene: Scene, states: tuple[str, ...], *, answered: bool) -> None:
    first, second = scene.contacts
    for (kind, text), state in zip(REQUIREMENTS, states, strict=True):
        row = add_requirement(**scene.known(9), kind=kind, text=text)
        if state:
            actor, now = (scene.lead if kind == "technical" else scene.actor), scene.now - timedelta(days=5)
            evidence = Evidence(NOTES[state], "customer_said", contact_id=second.pk)
            judge_requirement(actor=actor, now=now, requirement_id=row.pk, state=state, evidence=evidence)
    day = scene.now.date()
    steps = [NewStep(text, second.name, day + timedelta(days=days)) for text, days in STEPS]
    write_security_path(**scene.known(9), steps=steps)
    for kind, text, answer in QUESTIONS:
        question = ask_question(**scene.known(9), kind=kind, text=text, contact_id=first.pk)
        if answered and answer:
            answer_question(actor=scene.lead, now=scene.now - timedelta(days=5), question_id=question.pk, answer=answer)
