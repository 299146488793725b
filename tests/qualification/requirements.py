"""Set-up of requirements, a security path and questions through services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from opportunities.services.attest import Evidence
from qualification.domain.requirements import GROUPS
from qualification.models import Judgement, Question, Requirement
from qualification.services.add_requirement import add_requirement
from qualification.services.align_group import align_group
from qualification.services.answer_question import answer_question
from qualification.services.ask_question import ask_question
from qualification.services.judge_requirement import judge_requirement
from qualification.services.write_security_path import NewStep, write_security_path
from tests.story import NOTE, Deal


def require(deal: Deal, kind: str = "technical", text: str = "Runs on their own data") -> Requirement:
    """Write a requirement down."""
    return add_requirement(**deal.known(), kind=kind, text=text)


def judge(deal: Deal, row: Requirement, state: str = "validated", actor: Any = None, **more: Any) -> Judgement:
    """Judge a requirement on what the contact said; Ana does, unless somebody else is named."""
    evidence = Evidence(**{"note": NOTE, "source_class": "customer_said", "contact_id": deal.contact.pk, **more})
    who = actor or deal.cast.actor("ana")
    return judge_requirement(actor=who, now=deal.now, requirement_id=row.pk, state=state, evidence=evidence)


def align(deal: Deal, kind: str = "technical", actor: Any = None) -> None:
    """Say that a group is aligned."""
    align_group(**deal.known(actor), kind=kind, note=NOTE)


def align_all(deal: Deal) -> None:
    """Write one requirement in each group, validate it and align the group."""
    for kind, _ in GROUPS:
        judge(deal, require(deal, kind))
        align(deal, kind)


def put_question(deal: Deal, kind: str = "technical") -> Question:
    """Keep a question of the contact."""
    return ask_question(**deal.known(), kind=kind, text="Does it run in our region?", contact_id=deal.contact.pk)


def answer(deal: Deal, row: Question) -> None:
    """Answer it."""
    answer_question(actor=deal.actor, now=deal.now, question_id=row.pk, answer="Yes, since last month.")


def write_path(deal: Deal) -> None:
    """Write a path of one step."""
    step = NewStep("Questionnaire", "Nils Berg", deal.now.date() + timedelta(days=10))
    write_security_path(**deal.known(), steps=[step])
