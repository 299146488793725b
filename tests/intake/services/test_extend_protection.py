"""A protection is lengthened once, by 30 days, on evidence, by who keeps the relation (domain §11.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.intake.models import Introduction, Protection
from salesops.intake.queries.findings import standing
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.extend_protection import extend_protection
from salesops.notifications.models import Notification
from salesops.outbox.models import Event
from tests.cast import NOW, act_as
from tests.intake.introducing import accepted, introduced, new_partner

pytestmark = pytest.mark.django_db
EVIDENCE = "They asked for a second call with their acquirer."
LATER = NOW + timedelta(days=80)


@pytest.fixture
def row() -> Introduction:
    """An accepted introduction, hosted by Grace and decided by Tomas."""
    return accepted(introduced(act_as("kim"), new_partner()))


def extend(row: Introduction, by: str = "grace", **changed: object) -> Protection:
    known = {"actor": act_as(by), "now": LATER, "receipt": row.receipt, "evidence": EVIDENCE}
    return extend_protection(**(known | changed))  # type: ignore[arg-type]


def test_lasts_thirty_days_longer_and_holds_until_then(row: Introduction) -> None:
    done = extend(row)
    assert done.ends_at == NOW + timedelta(days=120)
    assert (done.evidence, done.extended_by_id) == (EVIDENCE, act_as("grace").user_id)
    assert standing(row.domain, row.buyer_email, NOW + timedelta(days=119)) == [done]
    assert standing(row.domain, row.buyer_email, NOW + timedelta(days=120)) == []
    assert Event.objects.filter(type="protection.extended.v1", subject_id=row.pk).count() == 1
    partner = row.submitted_by_id
    assert "is longer" in Notification.objects.filter(recipient_id=partner).latest("id").title


def test_once_only(row: Introduction) -> None:
    extend(row)
    with pytest.raises(Conflict):
        extend(row, by="theo")
    assert Protection.objects.get().ends_at == NOW + timedelta(days=120)


@pytest.mark.parametrize("days", [90, 91])
def test_what_ran_out_is_not_taken_up_again(row: Introduction, days: int) -> None:
    with pytest.raises(Conflict):
        extend(row, now=NOW + timedelta(days=days))


def test_what_ended_is_not_taken_up_again(row: Introduction) -> None:
    end_protection(row, reason="withdrawn", actor=act_as("kim"), now=NOW)
    with pytest.raises(Conflict):
        extend(row)


@pytest.mark.parametrize("words", ["", "They met.", " " * 40, "x" * 601])
def test_wants_evidence_in_words(row: Introduction, words: str) -> None:
    with pytest.raises(Invalid):
        extend(row, evidence=words)
    assert Protection.objects.get().extended_at is None


def test_is_for_host_reviewer_and_keepers_only(row: Introduction) -> None:
    for stranger, error in (("elena", Refused), ("ida", Refused), ("vera", NotVisible), ("paula", NotVisible)):
        with pytest.raises(error):
            extend(row, by=stranger)
    assert extend(row, by="theo").extended_at == LATER
