"""From asking to a covered offer, and every other way a request may go (domain §6.2)."""

from __future__ import annotations

import pytest
from django.db import connection

from approvals.domain.envelope import Envelope
from opportunities.services.present_offer import present_offer
from salesops.core.errors import Conflict, Refused
from tests.approvals.asking import Asking
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(cast: Cast) -> Asking:
    return Asking(cast)


def outside(asking: Asking) -> list[str]:
    """Ask the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_outside(%s, now())", [asking.pricing.offer.pk])
        return list(cursor.fetchone()[0])


class TestSubmit:
    def test_puts_the_first_step_to_the_regional_vp_and_locks_the_terms(self, asking: Asking) -> None:
        row = asking.submit()
        assert row.state == "in_review"
        assert [step.role for step in asking.waiting] == ["regional_vp", "vp_finance", "leader"]
        first, second, _ = asking.waiting
        assert first.approver is not None
        assert first.approver.name == "Tomas Keller"
        assert first.due_at is not None
        assert second.opened_at is None
        assert asking.standing.is_locked
        with pytest.raises(Conflict, match="locked"):
            asking.write(10)

    def test_refuses_a_second_one_about_the_same_offer(self, asking: Asking) -> None:
        asking.submit()
        with pytest.raises(Conflict, match="open already"):
            asking.submit()


class TestApprove:
    def test_covers_the_offer_once_every_step_has_approved(self, asking: Asking) -> None:
        asking.submit()
        assert outside(asking) == ["approval"]
        row = asking.approve_all()
        assert row.state == "approved"
        assert row.envelope is not None
        assert Envelope.read(row.envelope) == Envelope.of(asking.pricing.terms, expires_on=row.expires_on)
        assert outside(asking) == []
        assert asking.cover.is_covered
        assert asking.cover.approved_by == ("Tomas Keller", "Naomi Feld", "Ingrid Solheim")
        present_offer(**asking.pricing.known())

    def test_is_refused_to_who_asked(self, asking: Asking) -> None:
        asking.submit()
        with pytest.raises(Refused, match="You asked for this yourself"):
            asking.approve("elena")

    def test_is_refused_to_another_region_and_to_finance_before_its_turn(self, asking: Asking) -> None:
        asking.submit()
        for who in ("rosa", "naomi", "ana", "kim"):
            with pytest.raises(Refused):
                asking.approve(who)

    def test_may_not_be_given_twice_by_one_person(self, asking: Asking) -> None:
        asking.submit()
        asking.approve("tomas")
        with pytest.raises(Refused):
            asking.approve("tomas")
