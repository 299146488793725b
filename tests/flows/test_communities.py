"""A community becomes a customer once it has paid, and its collaboration renews by itself (domain §2.9, §7.3)."""

from __future__ import annotations

import pytest

from handoff.models import Agreement
from opportunities.domain.kinds import FIT_QUESTIONS
from opportunities.services.name_signer import Signatories, name_signer
from opportunities.services.write_plan import write_discovery
from salesops.core.errors import Conflict
from salesops.process.domain.definition import Move
from tests.cast import Cast
from tests.flows.story import Story
from tests.opportunities.pricing import SUPPORT

pytestmark = pytest.mark.django_db
SALE = ("identification", "qualifying", "prospecting", "partnering", "invoicing")
RENEWAL = ("open", "qualification", "propose", "negotiate", "signature")


def test_a_community_is_won_once_it_has_paid_and_then_renews_by_itself(cast: Cast) -> None:
    sale = Story(cast, "mou", "nb.community", "walt", never_refused=frozenset({"1-X2"}))
    engage(sale)
    partner(sale)
    get_paid(sale)
    first = sale.is_won(*SALE)
    assert (first.channel, first.renews_by_itself) == ("mou", True)
    assert first.signed_on == sale.deal.now.date()
    assert not sale.deal.row.approval_requests.exists()

    renewal = Story(cast, "auto_renewal", "renewal.community", "beatriz", account=sale.account)
    talk_again(renewal)
    renew(renewal)
    second = renewal.is_won(*RENEWAL)
    option = renewal.asking.pricing.terms.options[0]
    assert (second.channel, second.acv, second.tcv) == ("auto_renewal", option.acv, option.tcv)
    assert (second.quote, second.offer) == (None, renewal.asking.pricing.offer)
    assert second.renews_by_itself
    assert Agreement.objects.filter(account=sale.account, voided_at=None).count() == 2


def engage(sale: Story) -> None:
    """Walt decides to engage, asks the seven questions, and finds a need and who decides."""
    # An account is chosen when the deal is opened, so 1-X2 holds from the start.
    sale.waits_for("1-X1")
    sale.attest("1-X1", "our_observation")
    sale.moves_to("qualifying")

    sale.waits_for("2a-X1 2a-X2 2a-X3 2-M")
    sale.talk()
    answers = {key: "They told us" for key, _ in FIT_QUESTIONS}
    write_discovery(**sale.deal.known(), answers={**answers, "fit_timeline": ""})
    sale.file("qualification_note")
    sale.levels(identify_pain=1, economic_buyer=1)
    sale.waits_for("2a-X1")
    write_discovery(**sale.deal.known(), answers=answers)
    sale.moves_to("prospecting")

    sale.waits_for("2b-X1 2b-X2 2b-X3 3-M")
    sale.attest("2b-X1")
    sale.name("decision_maker")
    sale.file("discovery_note", "draft")
    sale.levels(identify_pain=2, decision_process=1)
    sale.waits_for("2b-X3")
    sale.file("discovery_note")
    sale.moves_to("partnering")


def partner(sale: Story) -> None:
    """A statement of work, a proposal, and a quote of the option they chose; its price needs nobody's approval."""
    sale.waits_for("2c-X1 2c-X2 2c-X3 4-M")
    sale.offers(5, SUPPORT)
    sale.present()
    sale.file("proposal")
    sale.file("statement_of_work")
    sale.levels(economic_buyer=2, decision_process=2, champion=1)
    sale.waits_for("2c-X1 2c-X2")
    sale.attest("2c-X1")
    sale.accept()
    sale.quote()
    sale.moves_to("invoicing")


def get_paid(sale: Story) -> None:
    """The memorandum, then the invoice, then the money: never in another order."""
    sale.lacks("Signed agreement or memorandum", "Invoice issued", "Payment received")
    with pytest.raises(Conflict) as early:
        sale.file("invoice")
    assert early.value.code == "R24"
    authority = sale.file("signer_authority").pk
    name_signer(**sale.deal.known(), given=Signatories(sale.deal.contact.pk, authority, renews_by_itself=True))
    sale.file("memorandum", "signed")
    invoice = sale.file("invoice")
    sale.lacks("Payment received")
    sale.state(invoice, "paid")
    sale.waits_for("5-M", Move.WON)
    sale.levels(paper_process=1)


def talk_again(renewal: Story) -> None:
    """Customer success asks how it went, and shows what was used."""
    renewal.waits_for("R1-E1 R1-X1 R1-X2 R2-E1")
    renewal.change(renewal_date=renewal.deal.now.date())
    renewal.talk("outreach")
    renewal.waits_for("R1-X2 R2-E1")
    renewal.talk()
    renewal.attest("R1-X2")
    renewal.moves_to("qualification")

    renewal.waits_for("R2-X1 R2-X2 2-M R3-E1")
    renewal.change(budget="viable", authority="viable")
    renewal.attest("R2-X1")
    renewal.file("usage_report")
    renewal.levels(economic_buyer=1, decision_process=1, champion=1, competition=1)
    renewal.waits_for("R3-E1")
    renewal.file("proposal")
    renewal.moves_to("propose")


def renew(renewal: Story) -> None:
    """The notice goes out, nobody objects, finance confirms."""
    renewal.waits_for("R3-X1 R3-X2 3-M R4-E1")
    renewal.offers(0, SUPPORT)
    renewal.present()
    renewal.attest("R3-X1")
    renewal.attest("R4-E1")
    renewal.levels(metrics=2, economic_buyer=2, decision_process=2)
    renewal.moves_to("negotiate")

    renewal.waits_for("R4-X1 4-M")
    renewal.file("renewal_notice")
    renewal.levels(paper_process=2)
    renewal.moves_to("signature")

    renewal.lacks("The customer's written choice", "Record that nobody objected")
    renewal.file("no_objection")
    renewal.accept()
