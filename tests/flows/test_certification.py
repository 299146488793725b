"""Certification, sourced by an introduction's enquiry, validated before it is priced, signed directly (domain §2.11)."""

from __future__ import annotations

import pytest

from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.write_plan import write_discovery
from qualification.models import ConfidenceCall
from qualification.services.confidence_call import hold_call
from salesops.core.errors import Conflict
from salesops.process.domain.definition import Move
from tests.cast import Cast
from tests.flows.standard import QUESTIONS
from tests.flows.story import Story
from tests.opportunities.pricing import ONBOARDING, SUPPORT
from tests.qualification.offering import Offering
from tests.story import NOTE

pytestmark = pytest.mark.django_db
PATH = ("sourced", "discovery", "validation", "proposal", "commercial", "contracting")
SCOPE = {
    "assumptions": ("One host",),
    "processor": "Acme Host",
    "tools": ("Lane 3000",),
    "schemes": ("Visa",),
}


def test_certification_closes_by_a_signed_agreement(cast: Cast) -> None:
    story = Story(cast, "direct_signature", "nb.certification")
    scope = Offering(story.deal)
    source(story)
    discover(story, scope)
    validate(story, scope)
    propose(story, scope)
    agree(story)
    sign(story)
    agreement = story.is_won(*PATH)

    option = story.asking.pricing.terms.options[0]
    # The amount of this process is what the customer pays over the whole term.
    assert (agreement.channel, agreement.tcv, story.deal.row.amount) == ("direct_signature", option.tcv, option.tcv)
    assert agreement.signed_on == story.deal.now.date()
    assert agreement.terms["options"][0]["letter"] == "A"


def source(story: Story) -> None:
    """An enquiry, a buyer, a problem and a day; then a call and a signed agreement not to talk."""
    story.waits_for("1-E1 1-E2 1-E3 1-E4 1-X1 1-X2 1-M 2-E1")
    story.talk("enquiry")
    story.name("economic_buyer")
    story.deal.write_problem()
    story.change(expected_purchase_date=story.deal.now.date())
    story.waits_for("1-X1 1-X2 1-M 2-E1")
    story.talk()
    story.file("nda")
    story.levels(economic_buyer=1, identify_pain=1, champion=1, competition=1)
    write_discovery(**story.deal.known(), answers={"current_state": "Two kiosks run uncertified"})
    story.waits_for("1-X2")
    story.file("nda", "signed")
    story.moves_to("discovery")


def discover(story: Story, scope: Offering) -> None:
    """The whole template, and a proposal that names what it assumes; validation is asked."""
    story.waits_for("2-X1 2-X2 2-M 3-E1")
    write_discovery(**story.deal.known(), answers=dict.fromkeys(QUESTIONS.split(), "They told us"))
    story.levels(metrics=1, decision_process=1, identify_pain=2, champion=2)
    scope.write(**{**SCOPE, "schemes": ()})
    story.waits_for("2-X2 3-E1")
    scope.write(**SCOPE)
    scope.request()
    story.moves_to("validation")


def validate(story: Story, scope: Offering) -> None:
    """Pre-sales validation estimates, confirms, checks, clears, and gives its verdict."""
    story.waits_for("3-X1 3-M 4-E1")
    story.levels(economic_buyer=2, decision_criteria=2, decision_process=2, competition=2)
    # Whether the margin holds is asked of the price that will be offered.
    story.offers(15, SUPPORT, ONBOARDING)
    option = story.asking.pricing.terms.options[0]
    story.change(recurring=option.recurring, one_time=option.one_time, term_months=option.term_months)
    scope.estimate("90")
    scope.clear_all()
    call = scope.ask_for_call()
    story.waits_for("3-X1 4-E1")
    with pytest.raises(Conflict) as early:
        scope.finalise()
    assert early.value.code == "R05"
    scope.estimate()
    hold(story, call)
    scope.validate("One host")
    for kind, name in (("processor", "Acme Host"), ("tool", "Lane 3000"), ("scheme", "Visa")):
        scope.confirm(kind, name, for_buyer=True)
    scope.clear_all()
    story.waits_for("3-X1 4-E1")
    scope.decide()
    story.moves_to("proposal")


def propose(story: Story, scope: Offering) -> None:
    """Final, presented, and accepted as a draft."""
    story.waits_for("4-X1 4-X2 4-X3 4-M 5-E1")
    scope.finalise()
    story.file("proposal")
    story.levels(metrics=2, decision_criteria=3, decision_process=3)
    story.waits_for("4-X3 5-E1")
    story.attest("4-X3", "customer_document")
    story.attest("5-E1")
    story.moves_to("commercial")


def agree(story: Story) -> None:
    """Fifteen percent is beyond the guardrails: the regional VP and finance decide before the customer sees it."""
    story.waits_for("5-X1 5-X2 5-M 6-E1")
    story.may_not_present()
    story.has_approved("tomas", "naomi")
    story.present()
    story.accept()
    story.attest("5-X1")
    story.levels(economic_buyer=3, paper_process=2, champion=3)
    story.waits_for("6-E1")
    story.file("agreement")
    story.moves_to("contracting")


def sign(story: Story) -> None:
    """The named signer's paper, with title, company and day."""
    story.lacks("Signer named, with authority", "Quote or agreement, signed with name, title, company and date")
    story.name_signer()
    paper = story.deal.row.documents.get(kind="agreement")
    story.state(paper, "signed", signed_by="Kari Aasen", signed_on=story.deal.now.date())
    story.lacks("Quote or agreement, signed with name, title, company and date")
    story.sign_quote()
    story.waits_for("6-M", Move.WON)
    story.levels(paper_process=3)


def hold(story: Story, call: ConfidenceCall) -> None:
    """Hold the confidence call."""
    new = NewActivity("call", "How we test contactless", NOTE, contact_ids=[story.deal.contact.pk])
    talk = log_activity(**story.deal.known(), new=new)
    hold_call(actor=story.cast.ana, now=story.deal.now, call_id=call.pk, activity_id=talk.pk, outcome=NOTE)
