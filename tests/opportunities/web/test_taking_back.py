"""A waiver is lifted and evidence withdrawn from the page: by those who may, for a reason, and nothing is erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opportunities.models import Waiver
from opportunities.services.waive import waive
from salesops.audit.models import AuditEntry
from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db

WHY = "They cancelled the meeting we waived it for."
LIFT = "Lift waiver"
WITHDRAW = "Withdraw evidence: "


@pytest.fixture
def waived(cast: Cast) -> Deal:
    """A deal with one criterion waived by its regional VP."""
    deal = Deal(cast)
    waive(**deal.known(cast.tomas), criterion_id="D-4", reason="The buyer signs next week, seen in writing.")
    return deal


@pytest.fixture
def attested(cast: Cast) -> Deal:
    """A deal in negotiation whose agreement of both sides is attested."""
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.advance()
    deal.attest("N-3")
    return deal


def page(client: Client, deal: Deal) -> str:
    """Return the deal's page."""
    return client.get(f"/opportunities/{deal.id}/").content.decode()


class TestLiftingAWaiver:
    def test_is_offered_to_those_who_may_waive(self, waived: Deal, elena: Client, as_person: Any) -> None:
        assert LIFT in page(as_person("tomas"), waived)
        assert LIFT not in page(elena, waived)

    def test_shows_what_was_waived_and_asks_why(self, waived: Deal, as_person: Any) -> None:
        form = as_person("tomas").get(f"/opportunities/{waived.id}/waivers/lift/?criterion_id=D-4").content.decode()
        assert "The buyer signs next week, seen in writing." in form
        assert 'name="reason"' in form

    def test_works_without_script_and_stays_on_the_timeline(self, waived: Deal, as_person: Any) -> None:
        tomas = as_person("tomas")
        answer = tomas.post(f"/opportunities/{waived.id}/waivers/lift/", {"criterion_id": "D-4", "reason": WHY})
        assert answer["Location"] == f"/opportunities/{waived.id}/"
        row = Waiver.objects.get()
        assert (row.lifted_by.name if row.lifted_by else "", row.lifted_reason) == ("Tomas Keller", WHY)
        shown = page(tomas, waived)
        assert LIFT not in shown
        assert "Waiver lifted: A contact who decides or champions is named" in shown
        assert WHY in shown

    @pytest.mark.parametrize("reason", ["", "Too thin"])
    def test_wants_a_reason_and_keeps_what_was_typed(self, waived: Deal, as_person: Any, reason: str) -> None:
        form = {"criterion_id": "D-4", "reason": reason}
        answer = as_person("tomas").post(f"/opportunities/{waived.id}/waivers/lift/", form)
        assert answer.status_code == 422
        assert reason in answer.content.decode()
        assert Waiver.objects.get().lifted_at is None

    def test_is_refused_to_the_owner_and_noted(self, waived: Deal, elena: Client) -> None:
        answer = elena.post(f"/opportunities/{waived.id}/waivers/lift/", {"criterion_id": "D-4", "reason": WHY})
        assert answer.status_code == 403
        assert Waiver.objects.get().lifted_at is None
        assert AuditEntry.objects.filter(outcome="refused", subject_id=waived.id).exists()

    def test_says_that_nothing_is_waived(self, waived: Deal, as_person: Any) -> None:
        form = {"criterion_id": "D-1", "reason": WHY}
        answer = as_person("tomas").post(f"/opportunities/{waived.id}/waivers/lift/", form)
        assert answer.status_code == 409
        assert "D-1 is not waived" in answer.content.decode()


class TestWithdrawingEvidence:
    def test_is_offered_to_those_who_may_attest(self, attested: Deal, elena: Client, as_person: Any) -> None:
        assert WITHDRAW in page(elena, attested)
        assert WITHDRAW not in page(as_person("arjun"), attested)

    def test_is_offered_only_where_somebodys_word_stands(self, attested: Deal, elena: Client) -> None:
        assert page(elena, attested).count(WITHDRAW) == 1

    def test_opens_the_criterion_again_and_erases_nothing(self, attested: Deal, elena: Client) -> None:
        where = f"/opportunities/{attested.id}/evidence/withdraw/"
        assert "They told us about the nightly jobs" in elena.get(f"{where}?criterion_id=N-3").content.decode()
        answer = elena.post(where, {"criterion_id": "N-3", "reason": WHY})
        assert answer.status_code == 302
        assert list(attested.row.attestations.order_by("id").values_list("is_withdrawal", flat=True)) == [False, True]
        shown = page(elena, attested)
        assert WITHDRAW not in shown
        assert "Nobody has recorded this yet" in shown

    @pytest.mark.parametrize(("criterion", "status"), [("N-1", 422), ("Z-9", 422)])
    def test_says_that_there_is_nothing_to_withdraw(
        self, attested: Deal, elena: Client, criterion: str, status: int
    ) -> None:
        form = {"criterion_id": criterion, "reason": WHY}
        answer = elena.post(f"/opportunities/{attested.id}/evidence/withdraw/", form)
        assert answer.status_code == status

    def test_is_refused_to_a_colleague(self, attested: Deal, as_person: Any) -> None:
        form = {"criterion_id": "N-3", "reason": WHY}
        assert as_person("arjun").post(f"/opportunities/{attested.id}/evidence/withdraw/", form).status_code == 403
        assert attested.row.attestations.count() == 1
