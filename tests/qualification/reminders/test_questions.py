"""A question of the customer is answered."""

from __future__ import annotations

import pytest

from qualification.models import Question
from qualification.services.answer_question import answer_question
from qualification.services.ask_question import ask_question
from tests.cast import Cast
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Which of the twelve nightly jobs would run on our side, and which would have to be rewritten before the summer?"


@pytest.fixture
def question(cast: Cast, deal: Deal) -> Question:
    """Ana took it down."""
    known = deal.known(cast.actor("ana"))
    return ask_question(**known, kind="technical", text=LONG, contact_id=deal.contact.pk)


class TestQuestion:
    def test_is_whose_who_took_it_down_then_the_owners(self, deal: Deal, question: Question) -> None:
        watch = Watch("question_open", deal.id, MONDAY)
        assert watch.pass_days(14) == ["assignee Ana Thu 6 Mar 09:00", "owner Elena Tue 11 Mar 09:00"]
        assert watch.reminder.title == (
            "Answer Kari Aasen: Which of the twelve nightly jobs would run on our side, and which would have to …"
        )
        assert watch.reminder.path == f"/opportunities/{deal.id}/requirements/questions/{question.pk}/answer/"

    def test_climbs_while_it_is_put_off(self, deal: Deal, question: Question) -> None:
        watch = Watch("question_open", deal.id, MONDAY)
        watch.pass_days(4)
        watch.snooze(days=5)
        assert watch.pass_days(9)[-1] == "owner Elena Tue 11 Mar 09:00"

    def test_stops_with_the_answer(self, deal: Deal, question: Question) -> None:
        watch = Watch("question_open", deal.id, MONDAY)
        watch.pass_days(4)
        assert watch.is_open
        deal.now = watch.now
        answer_question(actor=deal.actor, now=watch.now, question_id=question.pk, answer="All twelve as they are.")
        assert not watch.is_open
        assert len(watch.pass_days(9)) == 1
