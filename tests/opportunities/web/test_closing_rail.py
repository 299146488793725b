"""The rail of the closing page: each step in words that are true, and each missing item with the way to it."""

from __future__ import annotations

from typing import Any

import pytest

from opportunities.domain.closing_steps import StepFacts, StepState, closing_steps
from opportunities.services.present_offer import present_offer
from tests.cast import Cast
from tests.opportunities.closing import Closable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "state", "sentence"),
    [
        (StepFacts(), StepState.CURRENT, "No offer is written."),
        (StepFacts(offer_number=1), StepState.CURRENT, "Offer v1 is not covered by an approval."),
        (StepFacts(offer_number=1, is_covered=True), StepState.DONE, "Offer v1 is covered by its approval."),
        (
            StepFacts(offer_number=1, is_covered=True, needs_approval=False),
            StepState.DONE,
            "Offer v1 is inside every guardrail; nobody has to approve it.",
        ),
    ],
)
def test_the_first_step_says_whose_word_it_rests_on(facts: StepFacts, state: StepState, sentence: str) -> None:
    first = closing_steps(facts)[0]
    assert (first.state, first.sentence) == (state, sentence)


def test_what_an_act_settles_leads_to_the_act(cast: Cast, as_person: Any) -> None:
    closable = Closable(cast, "marketplace")
    present_offer(**closable.pricing.known())
    deal = f"/opportunities/{closable.deal.id}"
    page = as_person("elena").get(f"{deal}/closing/").content.decode()
    assert "inside every guardrail; nobody has to approve it." in page
    assert f'href="{deal}/offers/" aria-label="Open the offer: The customer&#x27;s written choice"' in page
    assert 'aria-label="Name: Marketplace administrator named"' in page
    assert 'aria-label="Name: Marketplace' not in as_person("vera").get(f"{deal}/closing/").content.decode()
