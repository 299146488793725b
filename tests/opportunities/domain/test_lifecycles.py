"""The lifecycle by rule: what is bought first, then the zone of adoption and maturity (domain §2.2, §2.10)."""

from __future__ import annotations

from itertools import product

import pytest

from opportunities.domain.lifecycles import ADOPTION, LIFECYCLES, MATURITY, OFFERS, Situation, choose_lifecycle

# Offer, adoption, maturity, lifecycle, a word of the reason.
TABLE = [
    ("platform", "low", "high", "edge_connectivity", "edge"),
    ("platform", "high", "low", "runtime_scale", "scale"),
    ("platform", "high", "high", "platform_commit", "expansion"),
    ("platform", "low", "low", "platform_commit", "educate"),
    ("", "low", "high", "edge_connectivity", "edge"),
    ("", "high", "low", "runtime_scale", "scale"),
    ("platform", "", "", "platform_commit", "until"),
    ("platform", "low", "", "platform_commit", "until"),
    ("platform", "", "high", "platform_commit", "until"),
    ("", "", "", "platform_commit", "until"),
    ("certification", "low", "high", "certification", "certification"),
    ("community", "high", "low", "community", "community"),
    ("simple", "high", "high", "simple", "three stages"),
]


@pytest.mark.parametrize(("offer", "adoption", "maturity", "lifecycle", "word"), TABLE)
def test_the_rule(offer: str, adoption: str, maturity: str, lifecycle: str, word: str) -> None:
    proposal = choose_lifecycle(Situation(offer, adoption, maturity))
    assert proposal.lifecycle == LIFECYCLES[lifecycle]
    assert word in proposal.sentence


def test_each_lifecycle_is_reached_and_each_answer_gets_one() -> None:
    answers = product(["", *OFFERS], ["", *ADOPTION], ["", *MATURITY])
    found = {choose_lifecycle(Situation(*each)).lifecycle.key for each in answers}
    assert found == set(LIFECYCLES)


def test_the_lifecycles_are_those_of_the_specification() -> None:
    assert {each.key: each.process for each in LIFECYCLES.values()} == {
        "platform_commit": "nb.standard",
        "edge_connectivity": "nb.edge",
        "runtime_scale": "nb.scale",
        "certification": "nb.certification",
        "community": "nb.community",
        "simple": "generic.three_stage",
    }
