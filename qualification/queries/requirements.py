"""Reads of requirements, the security path and questions: the page of a deal, and what REST lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from opportunities.models import Opportunity
from opportunities.queries.detail import may
from opportunities.queries.visible import get_visible
from qualification.domain.requirements import (
    GROUPS,
    INFOSEC,
    OPEN,
    VALIDATED,
    WITHDRAWN,
    GroupStanding,
)
from qualification.models import Alignment, Judgement, Question, Requirement, SecurityStep
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

ACTIONS = ("scope.edit", "validation.decide", "poc.plan")
MOST_ANSWERED = 100


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement with the newest word on it."""

    row: Requirement
    judgement: Judgement | None

    @property
    def state(self) -> str:
        """How it stands; open where nobody has judged it."""
        return self.judgement.state if self.judgement else OPEN


@dataclass(frozen=True, slots=True)
class Group:
    """The requirements of one kind: those that count, those withdrawn, and whether somebody said that they match."""

    key: str
    label: str
    lines: tuple[RequirementLine, ...]
    withdrawn: tuple[RequirementLine, ...]
    alignment: Alignment | None

    @property
    def standing(self) -> GroupStanding:
        """Counts and alignment, as gates read them."""
        validated = sum(each.state == VALIDATED for each in self.lines)
        return GroupStanding(len(self.lines), validated, self.alignment is not None and self.alignment.is_aligned)


@dataclass(frozen=True, slots=True)
class RequirementsPage:
    """Everything the page shows; `infosec` is the fourth list, which has a path and no alignment."""

    opportunity: Opportunity
    may: Mapping[str, object]
    groups: tuple[Group, ...]
    infosec: Group
    steps: tuple[SecurityStep, ...]
    open_questions: tuple[Question, ...]
    answered: tuple[Question, ...]

    @property
    def validated(self) -> tuple[int, int]:
        """How many requirements of the three groups are validated, and of how many."""
        found = [each.standing for each in self.groups]
        return sum(each.validated for each in found), sum(each.listed for each in found)

    @property
    def aligned(self) -> int:
        """How many of the three groups are aligned."""
        return sum(each.standing.is_aligned for each in self.groups)


def requirements_page(actor: Actor, opportunity_id: int) -> RequirementsPage:
    """This function will read a deal's requirements, path and questions. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    lines = _lines(row)
    newest = Alignment.objects.filter(opportunity=row).order_by("kind", "-id").distinct("kind").select_related("by")
    said = {each.kind: each for each in newest}
    *groups, infosec = (
        Group(
            key=key,
            label=label,
            lines=tuple(each for each in lines if each.row.kind == key and each.state != WITHDRAWN),
            withdrawn=tuple(each for each in lines if each.row.kind == key and each.state == WITHDRAWN),
            alignment=said.get(key),
        )
        for key, label in (*GROUPS, (INFOSEC, "InfoSec"))
    )
    questions = questions_of(actor, opportunity_id, row).select_related("contact", "by", "answered_by")
    return RequirementsPage(
        opportunity=row,
        may=may(actor, row, *ACTIONS),
        groups=tuple(groups),
        infosec=infosec,
        steps=tuple(SecurityStep.objects.filter(opportunity=row).order_by("position")),
        open_questions=tuple(questions.filter(answered_at=None).order_by("id")),
        answered=tuple(questions.exclude(answered_at=None).order_by("-answered_at", "-id")[:MOST_ANSWERED]),
    )


def _lines(row: Opportunity) -> list[RequirementLine]:
    newest = Judgement.objects.filter(requirement__opportunity=row).order_by("requirement", "-id")
    judged = {each.requirement_id: each for each in newest.distinct("requirement").select_related("by")}
    rows = Requirement.objects.filter(opportunity=row).select_related("by").order_by("id")
    return [RequirementLine(each, judged.get(each.pk)) for each in rows]


def requirement_of(actor: Actor, opportunity_id: int, requirement_id: int) -> Requirement:
    """This function will return a requirement of the deal. Raises: NotVisible, Refused."""
    found = requirements_of(actor, opportunity_id).filter(pk=requirement_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such requirement here.", next_action="Open the requirements.")
    return found


def requirements_of(actor: Actor, opportunity_id: int) -> QuerySet[Requirement]:
    """This function will list what a deal's customer requires, each with its `state`. Raises: NotVisible, Refused."""
    newest = Judgement.objects.filter(requirement=OuterRef("pk")).order_by("-id").values("state")[:1]
    rows = Requirement.objects.filter(opportunity=get_visible(actor, opportunity_id))
    return rows.annotate(state=Coalesce(Subquery(newest), Value(OPEN)))


def judgements_of(actor: Actor, requirement_id: int) -> QuerySet[Judgement]:
    """This function will list every word on a requirement. Raises: NotVisible, Refused."""
    found = Requirement.objects.filter(pk=requirement_id).first()
    if found is None:
        raise NotVisible("not_found", f"There is no requirement {requirement_id} for you.")
    get_visible(actor, found.opportunity_id)
    return Judgement.objects.filter(requirement=found)


def question_of(actor: Actor, opportunity_id: int, question_id: int) -> Question:
    """This function will return a question of the deal. Raises: NotVisible, Refused."""
    found = questions_of(actor, opportunity_id).select_related("contact").filter(pk=question_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such question here.", next_action="Open the questions.")
    return found


def questions_of(actor: Actor, opportunity_id: int, row: Opportunity | None = None) -> QuerySet[Question]:
    """This function will list the questions a deal's customer asked. Raises: NotVisible, Refused."""
    return Question.objects.filter(opportunity=row or get_visible(actor, opportunity_id))
