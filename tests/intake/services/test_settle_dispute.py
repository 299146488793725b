"""A partner objects, and somebody else than who decided answers, once; both stay on record (domain §11.3)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.intake.models import Introduction, ProtectionDispute
from salesops.intake.services.decline_introduction import decline_introduction
from salesops.intake.services.raise_dispute import raise_dispute
from salesops.intake.services.settle_dispute import settle_dispute
from salesops.notifications.models import Notification
from salesops.outbox.models import Event
from tests.cast import NOW, act_as
from tests.intake.introducing import actor_for, introduced, new_partner

pytestmark = pytest.mark.django_db
WORDS = "We named this buyer to your colleague in May."
RULING = "Your mail of 4 May shows it, thank you."


def declined_and_disputed() -> Introduction:
    """An introduction that Tomas declined, with the partner's objection."""
    partner = new_partner(manager_id=act_as("theo").user_id)
    sent = introduced(act_as("kim"), partner)
    decline_introduction(actor=act_as("tomas"), now=NOW, receipt=sent.receipt, reason="duplicate")
    raise_dispute(actor=actor_for(partner.people.get()), now=NOW, receipt=sent.receipt, words=WORDS)
    return sent


@pytest.fixture
def row() -> Introduction:
    """One of those."""
    return declined_and_disputed()


def settle(row: Introduction, by: str = "theo", **changed: str) -> ProtectionDispute:
    known = {"outcome": "upheld", "ruling": RULING} | changed
    return settle_dispute(actor=act_as(by), now=NOW, receipt=row.receipt, **known)


def test_reaches_the_partners_manager(row: Introduction) -> None:
    told = Notification.objects.get(recipient_id=act_as("theo").user_id, title__startswith="Settle the dispute")
    assert told.body == WORDS


def test_is_answered_for_good_and_the_partner_is_told(row: Introduction) -> None:
    done = settle(row)
    assert (done.outcome, done.ruling, done.settled_by_id) == ("upheld", RULING, act_as("theo").user_id)
    assert Notification.objects.filter(recipient_id=row.submitted_by_id).latest("id").body == RULING
    assert Event.objects.filter(type="protection.dispute_settled.v1", subject_id=row.pk).count() == 1
    with pytest.raises(Conflict):
        settle(row, outcome="rejected")
    row.refresh_from_db()
    assert row.state == "declined"


def test_who_decided_does_not_judge(row: Introduction) -> None:
    with pytest.raises(Refused) as refused:
        settle(row, by="tomas")
    assert refused.value.code == "R15"
    for stranger, error in (("grace", Refused), ("elena", Refused), ("vera", NotVisible), ("paula", NotVisible)):
        with pytest.raises(error):
            settle(row, by=stranger)
    assert ProtectionDispute.objects.get().settled_at is None


def test_whoever_reads_for_us_does_not_judge_either() -> None:
    """A reviewer decides introductions, and would pass for who keeps the relation."""
    grace = act_as("grace")
    sent = declined_and_disputed()
    assert sent.reviewer_id == grace.user_id
    with pytest.raises(Refused) as refused:
        settle(sent, by="grace")
    assert refused.value.code == "R15"


@pytest.mark.parametrize("changed", [{"outcome": "maybe"}, {"ruling": "No."}, {"ruling": "x" * 601}])
def test_wants_an_outcome_and_words(row: Introduction, changed: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        settle(row, **changed)


def test_one_objection_at_a_time_and_only_to_a_decision(row: Introduction) -> None:
    partner = row.partner
    theirs = actor_for(partner.people.get())
    with pytest.raises(Conflict):
        raise_dispute(actor=theirs, now=NOW, receipt=row.receipt, words=WORDS)
    waiting = introduced(act_as("kim"), partner, website="other.example", company="Other", email="a@other.example")
    with pytest.raises(Conflict):
        raise_dispute(actor=theirs, now=NOW, receipt=waiting.receipt, words=WORDS)
    settle(row, outcome="rejected")
    raise_dispute(actor=theirs, now=NOW, receipt=row.receipt, words=f"{WORDS} Here is the mail.")
    assert row.disputes.count() == 2


def test_the_database_keeps_one_open_and_answers_whole(row: Introduction) -> None:
    first = row.disputes.get()
    again = {"introduction": row, "partner": row.partner, "words": WORDS, "raised_by_id": first.raised_by_id}
    with pytest.raises(IntegrityError, match="dispute_one_open"), transaction.atomic():
        ProtectionDispute.objects.create(**again, raised_at=NOW)
    with pytest.raises(IntegrityError, match="dispute_settled_whole"), transaction.atomic():
        ProtectionDispute.objects.filter(pk=first.pk).update(outcome="upheld", settled_at=NOW)
