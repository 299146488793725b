"""What ran out ends by itself, once, and the partner is told (domain §11.2, §11.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesops.accounts.models import Partner
from salesops.intake.models import Introduction, Protection
from salesops.intake.services.answer_question import answer_question
from salesops.intake.services.ask_partner import ask_partner
from salesops.intake.services.say_made import say_made
from salesops.intake.services.settle_overdue import settle_overdue
from salesops.intake.tasks import settle_overdue_introductions
from salesops.notifications.models import Notification
from salesops.outbox.models import Event
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, actor_for, introduced, new_partner

pytestmark = pytest.mark.django_db
# Five business days after Monday 9:00 are over on Friday 17:00.
LAST_MOMENT, OVER = NOW + timedelta(days=4, hours=7, minutes=59), NOW + timedelta(days=4, hours=8)


@pytest.fixture
def partner() -> Partner:
    """A partner that brings the buyers."""
    return new_partner()


def state_of(row: Introduction) -> str:
    return Introduction.objects.get(pk=row.pk).state


def test_an_unanswered_question_expires_after_five_business_days(partner: Partner) -> None:
    row = introduced(act_as("kim"), partner)
    ask_partner(actor=act_as("kim"), now=NOW, receipt=row.receipt, text="Who signs for them?")
    assert settle_overdue(now=LAST_MOMENT) == 0
    assert settle_overdue(now=OVER) == 1
    assert state_of(row) == "expired"
    assert "stayed unanswered" in Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id").body
    assert Event.objects.filter(type="introduction.expired.v1", subject_id=row.pk).count() == 1
    assert settle_overdue(now=OVER) == 0


def test_an_answered_question_does_not(partner: Partner) -> None:
    row = introduced(act_as("kim"), partner)
    ask_partner(actor=act_as("kim"), now=NOW, receipt=row.receipt, text="Who signs for them?")
    answer_question(actor=actor_for(partner.people.get()), now=LAST_MOMENT, receipt=row.receipt, answer="Renee Park")
    assert settle_overdue(now=OVER) == 0
    assert state_of(row) == "in_review"


def test_what_is_not_made_lapses_with_its_protection(partner: Partner) -> None:
    row = accepted(introduced(act_as("kim"), partner))
    assert settle_overdue(now=LAST_MOMENT) == 0
    assert settle_overdue(now=OVER) == 1
    held = Protection.objects.get()
    assert (state_of(row), held.ended_at, held.end_reason) == ("lapsed", OVER, "lapsed")
    assert "five business days" in Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id").body


def test_what_was_made_lapses_when_its_protection_runs_out(partner: Partner) -> None:
    row = accepted(introduced(act_as("kim"), partner))
    say_made(actor=actor_for(partner.people.get()), now=NOW, receipt=row.receipt)
    ends_at = Protection.objects.get().ends_at
    assert settle_overdue(now=ends_at - timedelta(seconds=1)) == 0
    assert settle_overdue(now=ends_at) == 1
    assert state_of(row) == "lapsed"
    assert "ran out" in Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id").body


def test_a_held_protection_does_not_run_out(partner: Partner) -> None:
    row = accepted(introduced(act_as("kim"), partner))
    say_made(actor=actor_for(partner.people.get()), now=NOW, receipt=row.receipt)
    Protection.objects.update(is_held=True)
    assert settle_overdue(now=NOW + timedelta(days=400)) == 0


def test_the_hourly_task_does_it_by_the_clock(partner: Partner) -> None:
    row = accepted(introduced(act_as("kim"), partner))
    settle_overdue_introductions()
    assert state_of(row) == "lapsed"
