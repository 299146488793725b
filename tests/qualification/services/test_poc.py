"""A proof of concept: planned, signed by the champion, run session by session, judged by numbers (domain §4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qualification.models import PlanSignature, Poc, SignLink
from qualification.queries.poc import current_plan
from qualification.services.close_measurement import close_measurement, take_up_again
from qualification.services.close_session import HeldSession, cancel_session, hold_session
from qualification.services.conclude_poc import Readout, abandon_poc, conclude_poc
from qualification.services.measure import measure
from qualification.services.plan_poc import plan_poc
from qualification.services.poc_locking import is_signed
from qualification.services.schedule_session import reschedule_session
from qualification.services.send_sign_link import send_sign_link
from qualification.services.sign_plan import sign_plan
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from tests.cast import Cast
from tests.qualification.proof import Proof, criterion
from tests.story import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A POC that is planned, its plan unwritten."""
    return Proof(Deal(cast))


class TestPlanning:
    def test_is_led_by_pre_sales_validation_and_open_once(self, proof: Proof) -> None:
        with pytest.raises(Conflict, match="open POC"):
            plan_poc(**proof.deal.known(), lead_id=proof.ana.user_id)
        with pytest.raises(Invalid):
            plan_poc(**proof.deal.known(), lead_id=proof.deal.actor.user_id)

    def test_the_same_terms_again_are_the_same_version(self, proof: Proof) -> None:
        assert proof.write().number == proof.write().number == 1
        assert proof.write(next_step="Contract").number == 2

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"ends_on": 0}, "ends_on"),
            ({"ends_on": 31}, "ends_on"),
            ({"criteria": ()}, "criteria"),
            ({"criteria": (criterion("a", "should"),)}, "criteria"),
            ({"criteria": (criterion("a"), criterion("a"))}, "criteria"),
            ({"criteria": (criterion("a", target="fast"),)}, "criteria"),
            ({"criteria": (criterion("a", category="relationship"),)}, "criteria"),
        ],
    )
    def test_a_plan_that_cannot_be_judged_is_refused(self, proof: Proof, more: dict[str, Any], field: str) -> None:
        if "ends_on" in more:
            more = {"ends_on": proof.deal.now.date() + timedelta(days=more["ends_on"])}
        with pytest.raises(Invalid) as refused:
            proof.write(**more)
        assert list(refused.value.fields) == [field]


class TestSigning:
    def test_covers_what_was_signed_and_small_changes(self, proof: Proof) -> None:
        proof.write()
        assert not is_signed(current_plan(proof.row))
        proof.sign()
        assert is_signed(current_plan(proof.row))
        proof.write(next_step="Contract", ends_on=proof.deal.now.date() + timedelta(days=21))
        assert is_signed(current_plan(proof.row))

    @pytest.mark.parametrize("change", ["must", "scope", "dates", "drift"])
    def test_ends_with_a_must_the_scope_or_the_dates(self, proof: Proof, change: str) -> None:
        proof.write()
        proof.sign()
        today = proof.deal.now.date()
        if change == "drift":
            proof.write(ends_on=today + timedelta(days=24))
        more: dict[str, Any] = {
            "must": {"criteria": (criterion("fast", target="90"),)},
            "scope": {"in_scope": "Ten nightly jobs"},
            "dates": {"ends_on": today + timedelta(days=20)},
            "drift": {"ends_on": today + timedelta(days=20)},
        }[change]
        proof.write(**more)
        assert not is_signed(current_plan(proof.row))

    def test_a_link_works_once(self, proof: Proof) -> None:
        proof.write()
        sent = send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)
        mark = sent.link.plan.fingerprint
        sign_plan(secret=sent.secret, now=proof.deal.now, signed_name="Kari", fingerprint=mark)
        with pytest.raises(NotVisible):
            sign_plan(secret=sent.secret, now=proof.deal.now, signed_name="Kari", fingerprint=mark)
        assert PlanSignature.objects.count() == 1

    @pytest.mark.parametrize("case", ["wrong", "expired", "revoked", "changed"])
    def test_a_link_that_should_not_work_does_not(self, proof: Proof, case: str) -> None:
        proof.write()
        sent = send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)
        secret, now, mark = sent.secret, proof.deal.now, sent.link.plan.fingerprint
        if case == "wrong":
            secret += "x"
        elif case == "expired":
            now += timedelta(days=14)
        elif case == "revoked":
            send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)
        else:
            proof.write(next_step="Contract")
        with pytest.raises((NotVisible, Conflict)):
            sign_plan(secret=secret, now=now, signed_name="Kari", fingerprint=mark)
        assert not PlanSignature.objects.exists()

    def test_only_a_champion_is_asked(self, proof: Proof) -> None:
        proof.write()
        with pytest.raises(Invalid, match="champion"):
            send_sign_link(**proof.known(), contact_id=proof.other.pk)


class TestSessions:
    def test_come_in_their_order(self, proof: Proof) -> None:
        proof.write()
        proof.sign()
        with pytest.raises(Conflict, match="Getting started comes first"):
            proof.hold("discovery")
        assert proof.row.state == "planned"
        proof.hold("getting_started")
        assert proof.row.state == "running"

    def test_from_the_third_on_need_the_signature(self, proof: Proof) -> None:
        proof.write()
        proof.sign()
        proof.hold("getting_started")
        proof.hold("discovery")
        proof.write(criteria=(criterion("fast", target="90"),))
        with pytest.raises(Conflict) as refused:
            proof.hold("hands_on")
        assert refused.value.code == "R27"

    def test_are_closed_with_their_outputs(self, proof: Proof) -> None:
        session = proof.schedule("getting_started")
        proof.deal.now += timedelta(hours=2)
        held = HeldSession(outputs=("environment",), note="Short.", contact_ids=[proof.deal.contact.pk])
        with pytest.raises(Invalid, match="Shared channel"):
            hold_session(**proof.known(proof.ana), session_id=session.pk, held=held)

    def test_stand_in_the_deals_timeline(self, proof: Proof) -> None:
        session = proof.hold("getting_started", minutes={"set_up": 25})
        assert session.activity is not None
        assert (session.activity.minutes, session.activity.customer_count) == (25, 1)

    def test_are_moved_and_cancelled(self, proof: Proof) -> None:
        session = proof.schedule("getting_started")
        later = proof.deal.now + timedelta(days=2)
        moved = reschedule_session(**proof.known(), session_id=session.pk, starts_at=later)
        assert cancel_session(**proof.known(), session_id=moved.pk, note="They are ill").state == "cancelled"


class TestMeasuring:
    def test_is_for_pre_sales_validation_only(self, proof: Proof) -> None:
        proof.run_to_validation()
        with pytest.raises(Refused):
            measure(**proof.known(), criterion="fast", value=Decimal(1))
        with pytest.raises(Refused):
            close_measurement(**proof.known())

    @pytest.mark.parametrize(
        ("fast", "cheap", "outcome"),
        [("130", "9", "exceeded"), ("119", "9", "met"), ("130", "11", "partially_met"), ("99", "1", "not_met")],
    )
    def test_says_the_outcome(self, proof: Proof, fast: str, cheap: str, outcome: str) -> None:
        proof.run_to_validation()
        proof.measure("fast", "1")
        proof.measure("fast", fast)
        proof.measure("cheap", cheap)
        assert proof.close().outcome == outcome

    def test_reads_relationships_from_meddpicc(self, cast: Cast) -> None:
        champion = criterion("champion", target="2", category="relationship", metric="champion", unit="level")
        proof = Proof(Deal(cast), criteria=(champion,))
        proof.run_to_validation()
        with pytest.raises(Invalid):
            proof.measure("champion", "3")
        proof.deal.assess("champion", 2)
        assert proof.close().outcome == "met"

    def test_waits_for_the_validation_session(self, proof: Proof) -> None:
        proof.write()
        proof.sign()
        proof.hold("getting_started")
        with pytest.raises(Conflict, match="validation session"):
            proof.close()

    def test_taken_up_again_forgets_the_outcome(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.measure("fast", "130")
        proof.close()
        assert take_up_again(**proof.known(proof.ana), reason="A job was left out").outcome == ""
        assert proof.row.state == "running"


class TestTheEnd:
    def test_is_a_readout_with_the_champion_and_another(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.measure("fast", "130")
        proof.close()
        with pytest.raises(Invalid):
            conclude_poc(**proof.known(), readout=Readout(0, "accept", "Offer"))
        proof.deal.now += timedelta(hours=1)
        meeting = proof.hold_readout()
        assert conclude_poc(**proof.known(), readout=Readout(meeting, "accept", "Offer")).state == "concluded"

    def test_is_early_for_a_reason_and_says_nothing(self, proof: Proof) -> None:
        assert abandon_poc(**proof.known(), reason="They chose to wait a year").outcome == "abandoned"
        assert plan_poc(**proof.deal.known(), lead_id=proof.ana.user_id).state == "planned"

    def test_is_not_early_once_the_numbers_were_shown(self, proof: Proof) -> None:
        proof.run_to_validation()
        with pytest.raises(Invalid):
            abandon_poc(**proof.known(), reason="The numbers are bad")


class TestTheDatabase:
    def test_keeps_the_outcome_to_the_numbers(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.measure("fast", "1")
        rows = Poc.objects.filter(pk=proof.id)
        for outcome in ("met", "exceeded"):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(state="measured", outcome=outcome, measured_at=proof.deal.now)
        assert rows.update(state="measured", outcome="not_met", measured_at=proof.deal.now)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(outcome="met")

    def test_uses_a_link_once(self, proof: Proof) -> None:
        proof.write()
        proof.sign()
        with pytest.raises(IntegrityError), transaction.atomic():
            SignLink.objects.update(used_at=None)
