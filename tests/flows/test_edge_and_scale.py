"""Edge connectivity and runtime at scale, from the first meeting to the customer's order (domain §2.10)."""

from __future__ import annotations

import pytest

from salesops.process.domain.definition import Move
from tests.cast import Cast
from tests.flows.story import Story
from tests.opportunities.pricing import COMMIT, ONBOARDING, SUPPORT

pytestmark = pytest.mark.django_db
PATH = ("discovery", "diagnose", "solution", "validate", "commit", "closing")


def prove(story: Story) -> None:
    """Everything up to the customer's decision to proceed: meetings, champion, signed plan, proof of concept."""
    story.waits_for("1-X1 1-X2 1-M")
    story.talk("meeting")
    story.waits_for("1-X1 1-X2 1-M")
    story.talk("meeting")
    story.levels(metrics=1, economic_buyer=1, decision_process=1, identify_pain=2, champion=1, competition=1)
    story.waits_for("1-X1")
    story.attest("1-X1")
    story.moves_to("diagnose")

    story.waits_for("2-X1 2-X2 2-M")
    story.name("champion")
    story.attest("2-X1")
    story.levels(champion=2)
    story.moves_to("solution")

    story.waits_for("3-X1 3-X2 3-M")
    story.levels(economic_buyer=2, decision_criteria=2, decision_process=2, competition=2)
    story.attest("3-X2")
    story.waits_for("3-X1")
    story.sign_plan()
    story.moves_to("validate")

    story.waits_for("4-X1 4-X2 4-X3")
    story.run()
    story.waits_for("4-X2 4-X3")
    story.conclude()
    story.win("tech_win")
    story.attest("4-X3")
    story.moves_to("commit")


def propose(story: Story) -> None:
    """Show the proposal, agree on the path to the close, and reach both wins."""
    story.waits_for("5-X1 5-X2 5-X3 5-X4 5-M")
    story.present()
    story.file("proposal")
    story.attest("5-X2")
    story.details("decision_process", story.step(10))
    story.win("business_win")
    story.waits_for("5-X4 5-M")
    story.win("financial_win")
    story.levels(metrics=2, economic_buyer=3, decision_criteria=3, decision_process=3, paper_process=2, champion=3)
    story.moves_to("closing")


def test_edge_closes_by_a_purchase_order(cast: Cast) -> None:
    edge = Story(cast, "purchase_order", "nb.edge")
    prove(edge)
    # The process asks for exceptions only; from 250,000 a year on even 5 % is one.
    edge.offers(5, COMMIT, SUPPORT, ONBOARDING)
    edge.may_not_present()
    edge.has_approved("tomas", "naomi")
    propose(edge)

    edge.lacks(
        "The customer's written choice",
        "Purchase order that names our quote",
        "Framework agreement, or approval of legal and finance",
    )
    edge.accept()
    order = {"origin": "customer", "received_on": edge.deal.now.date(), "reference": edge.quote()}
    edge.file("purchase_order", "draft", **order)
    edge.file("framework_agreement")
    edge.lacks("Purchase order that names our quote", "Framework agreement, or approval of legal and finance")
    edge.file("purchase_order", **order)
    edge.file("framework_agreement", "signed")
    edge.waits_for("6-M", Move.WON)
    edge.levels(paper_process=3)
    agreement = edge.is_won(*PATH)

    option = edge.asking.pricing.terms.options[0]
    assert (agreement.channel, agreement.acv, agreement.tcv) == ("purchase_order", option.acv, option.tcv)
    assert agreement.quote is not None
    assert (agreement.terms, agreement.fingerprint) == (agreement.quote.terms, agreement.quote.fingerprint)


def test_scale_closes_by_a_reseller(cast: Cast) -> None:
    scale = Story(cast, "reseller", "nb.scale")
    prove(scale)
    # Inside every guardrail: nobody has to decide.
    scale.offers(5, SUPPORT)
    propose(scale)

    scale.accept()
    scale.quote()
    scale.lacks("Purchase order that names our quote", "The end customer's acceptance")
    order = {"origin": "reseller", "received_on": scale.deal.now.date()}
    scale.file("purchase_order", **order, reference="Q-0-0")
    scale.file("end_acceptance", **order)
    scale.lacks("Purchase order that names our quote")
    scale.file("purchase_order", **order, reference=scale.deal.row.quotes.get().number)
    scale.levels(paper_process=3)
    agreement = scale.is_won(*PATH)

    assert (agreement.channel, agreement.tcv) == ("reseller", scale.asking.pricing.terms.options[0].tcv)
    assert not scale.deal.row.approval_requests.exists()
