"""From approval to quote: only what is covered is presented, chosen and quoted, and the money follows it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from opportunities.models import Document, Quote
from opportunities.queries.offer_terms import fingerprint_of
from opportunities.services.accept_offer import accept_offer
from opportunities.services.amend import amend
from opportunities.services.create_offer import create_offer
from opportunities.services.issue_quote import issue_quote
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from opportunities.services.write_offer import write_offer
from salesops.core.errors import Conflict, Invalid, Refused
from tests.approvals.asking import Asking
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(cast: Cast) -> Asking:
    cast.user("owen")
    made = Asking(cast)
    made.submit()
    return made


def present(asking: Asking) -> None:
    asking.approve_all()
    present_offer(**asking.pricing.known())


def confirm(asking: Asking) -> Document:
    asking.deal.file("other")
    return asking.deal.row.documents.latest("id")


def choose(asking: Asking, letter: str = "A", **more: Any) -> None:
    accept_offer(**{**asking.pricing.known(), **more}, letter=letter, document_id=confirm(asking).pk)


def quote(asking: Asking, who: str = "owen") -> Quote:
    return issue_quote(**asking.pricing.known(who))


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Conflict) as refused:
        act(*args, **kwargs)
    return refused.value.code


class TestWhileARequestWaits:
    def test_nothing_of_the_terms_moves(self, asking: Asking) -> None:
        pricing = asking.pricing
        assert refusal(pricing.write) == "R16"
        assert refusal(pricing.add_option) == "R16"
        assert refusal(present_offer, **pricing.known()) == "R16"
        assert refusal(create_offer, **asking.deal.known(), copy_of=1) == "R16"
        assert refusal(withdraw_offer, **pricing.known(), reason="They want another shape") == "R16"
        assert refusal(amend, **asking.deal.known(), changes={"term_months": 24}) == "R16"

    def test_the_rest_of_the_deal_moves(self, asking: Asking) -> None:
        asking.deal.write_problem()
        asking.deal.log_call()


class TestPresentOffer:
    def test_shows_what_is_approved(self, asking: Asking) -> None:
        present(asking)
        assert asking.pricing.offer.state == "presented"

    def test_lets_the_money_follow(self, asking: Asking) -> None:
        present(asking)
        deal, option = asking.deal.row, asking.pricing.terms.option("A")
        assert (deal.tcv, deal.acv, deal.term_months) == (option.tcv, option.acv, option.term_months)
        assert refusal(amend, **asking.deal.known(), changes={"term_months": 24}) == "offer_decides"

    def test_names_every_limit_a_changed_offer_passes(self, asking: Asking) -> None:
        asking.approve_all()
        asking.write(30, payment_days=90)
        with pytest.raises(Conflict) as refused:
            present_offer(**asking.pricing.known())
        assert refused.value.code == "R23"
        assert {"A.discount", "A.payment_days"} <= set(refused.value.facts["limits"])

    def test_keeps_cover_for_a_better_offer(self, asking: Asking) -> None:
        asking.approve_all()
        asking.write(20)
        present_offer(**asking.pricing.known())

    def test_withdraws_the_one_before(self, asking: Asking) -> None:
        present(asking)
        second = create_offer(**asking.deal.known(), copy_of=1).number
        last = asking.pricing.offer.valid_until
        known = {**asking.pricing.known(), "number": second}
        write_offer(**known, terms=asking.pricing.terms_input(valid_until=last))
        present_offer(**known)
        assert asking.pricing.offer.state == "withdrawn"
        assert asking.pricing.offer.withdrawn_reason == "Replaced by offer v2"

    def test_does_not_show_an_expired_one(self, asking: Asking) -> None:
        asking.approve_all()
        late = asking.deal.now + (asking.pricing.offer.valid_until - asking.deal.now.date()) + timedelta(days=1)
        assert refusal(present_offer, **{**asking.pricing.known(), "now": late}) in ("offer_expired", "R23")


class TestAcceptOffer:
    def test_keeps_the_choice_and_its_paper(self, asking: Asking) -> None:
        present(asking)
        choose(asking)
        offer = asking.pricing.offer
        assert (offer.state, offer.selected_option.letter) == ("accepted", "A")
        assert offer.confirmation.title == "other v1"

    def test_wants_it_in_writing(self, asking: Asking) -> None:
        present(asking)
        with pytest.raises(Invalid) as refused:
            accept_offer(**asking.pricing.known(), letter="D", document_id=0)
        assert set(refused.value.fields) == {"option", "document"}

    def test_needs_an_offer_that_was_shown(self, asking: Asking) -> None:
        asking.approve_all()
        assert refusal(choose, asking) == "not_presented"


class TestIssueQuote:
    def test_files_a_paper_with_its_hash(self, asking: Asking) -> None:
        present(asking)
        choose(asking)
        made = quote(asking)
        content = made.document.file.read()
        assert content.startswith(b"%PDF-")
        assert made.document.sha256 == hashlib.sha256(content).hexdigest()
        assert made.fingerprint == fingerprint_of(asking.pricing.offer.pk)
        assert made.number == f"Q-{asking.deal.id}-1"

    def test_is_finances(self, asking: Asking) -> None:
        present(asking)
        choose(asking)
        for who in ("elena", "tomas", "ingrid", "ana"):
            with pytest.raises(Refused):
                quote(asking, who)

    def test_waits_for_the_choice(self, asking: Asking) -> None:
        present(asking)
        assert refusal(quote, asking) == "not_accepted"

    def test_is_made_once(self, asking: Asking) -> None:
        present(asking)
        choose(asking)
        quote(asking)
        assert refusal(quote, asking) == "quote_exists"

    def test_is_void_when_the_offer_is_withdrawn(self, asking: Asking) -> None:
        present(asking)
        choose(asking)
        made = quote(asking)
        withdraw_offer(**asking.pricing.known(), reason="They want another shape")
        made.refresh_from_db()
        assert made.voided_reason == "They want another shape"
