"""The reminder of a customer's question (domain §4.7, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from django.urls import reverse

from opportunities.reminders.deals import day
from opportunities.reminders.pairing import with_deals
from qualification.models import Question
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="question_open",
        scope="opportunity",
        title="Question of the customer open",
        trigger="a question of the customer is open for three business days",
        stops="the question is answered",
        lanes=(lane("assignee", "3 bd"), lane("owner", "6 bd")),
    )
)
def question_open(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the questions without an answer; whoever took one down sees to it."""
    questions = Question.objects.filter(opportunity__in=ids, answered_at=None).select_related("contact")
    for question, deal in with_deals(questions.order_by("id"), attrgetter("opportunity_id")):
        yield deal.matter(
            "asked", question.at,
            subject=RecordRef("question", question.pk),
            title=f"Answer {question.contact.name}: {_short(question.text)}",
            why=f"The question about {deal.name} is open since {day(question.at, now)}.",
            people={"assignee": (question.by_id,), "owner": (deal.owner_id,)},
            path=reverse("qualification:answer_question", args=[deal.id, question.pk]),
            act="Answer",
        )  # fmt: skip


def _short(text: str, most: int = 80) -> str:
    """Return the beginning of a long question, up to a whole word."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
