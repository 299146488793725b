"""Health follows a proof of concept: its numbers, its questions, its time (domain §9.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qualification.models import Health
from qualification.services.conclude_poc import Readout, abandon_poc, conclude_poc
from qualification.services.extend_poc import ask_extension, give_extension
from qualification.services.recompute_health import recompute_health
from tests.cast import Cast
from tests.qualification.proof import Proof
from tests.qualification.requirements import answer, judge, put_question, require
from tests.story import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A planned POC."""
    return Proof(Deal(cast))


def signals(proof: Proof, **later: int) -> dict[str, int]:
    """Return the points of the signals a proof gives; they are part of a sum that is the score."""
    recompute_health(ids=[proof.deal.id], now=proof.deal.now + timedelta(**later))
    health = Health.objects.get(pk=proof.deal.id)
    assert health.score == max(0, min(100, 50 + sum(each["points"] for each in health.signals)))
    found: dict[str, int] = {}
    for each in health.signals:
        if each["where"] in ("poc", "requirements"):
            found[each["key"]] = found.get(each["key"], 0) + each["points"]
    return found


def test_the_numbers_lift_it_and_weigh_on_it(proof: Proof) -> None:
    assert signals(proof) == {}
    proof.run_to_validation()
    proof.measure("fast", "130")
    assert signals(proof) == {"p_poc": 4}
    proof.measure("fast", "90")
    assert signals(proof) == {"r_poc": -10}
    proof.measure("fast", "130")
    proof.measure("cheap", "11")
    assert signals(proof) == {"p_poc": 4, "r_poc": -5}
    proof.measure("cheap", "9")
    proof.close()
    assert signals(proof) == {"p_poc": 12}


def test_a_rejected_result_lifts_nothing(proof: Proof) -> None:
    proof.run_to_validation()
    proof.measure("fast", "130")
    proof.measure("cheap", "9")
    proof.close()
    conclude_poc(**proof.known(), readout=Readout(proof.hold_readout(), "reject", "Offer"))
    assert signals(proof) == {}


def test_a_question_blocks_it_after_a_week(proof: Proof) -> None:
    row = put_question(proof.deal)
    put_question(proof.deal, "functional")
    assert signals(proof, days=7) == {}
    assert signals(proof, days=8) == {"r_poc": -10}
    answer(proof.deal, row)
    assert signals(proof, days=8) == {}


def test_a_rejected_requirement_is_a_gap_until_it_is_withdrawn(proof: Proof) -> None:
    row = require(proof.deal)
    judge(proof.deal, row, "rejected")
    assert signals(proof) == {"r_poc": -5}
    judge(proof.deal, row, "withdrawn")
    assert signals(proof) == {}


def test_a_second_extension_and_a_hurry_weigh_on_it(proof: Proof) -> None:
    for expected in ({}, {"r_poc": -5}):
        ask_extension(**proof.known(proof.ana), days=7, reason="Their data came a week late, they say")
        give_extension(**proof.known(proof.deal.cast.actor("tomas")))
        assert signals(proof) == expected
    proof.write(ends_on=proof.deal.now.date() + timedelta(days=6))
    assert signals(proof) == {"r_poc": -5, "r_time": -4}


def test_an_abandoned_one_says_nothing(proof: Proof) -> None:
    put_question(proof.deal)
    abandon_poc(**proof.known(), reason="They chose to wait a year")
    assert signals(proof, days=9) == {}
