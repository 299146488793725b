"""What takes a Tech, Business or Financial Win back, with its reason, its event and its place on the page (§2.5)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from opportunities.models import ExchangeRate, Milestone
from opportunities.services.add_stakeholder import add_stakeholder, remove_stakeholder
from opportunities.services.amend import amend
from opportunities.services.reach_milestone import reach_milestone
from qualification.services.conclude_poc import abandon_poc
from qualification.services.plan_poc import plan_poc
from salesops.accounts.services.mark_left import mark_left
from salesops.outbox.models import Event
from tests.cast import Cast
from tests.qualification.proof import Proof
from tests.story import NOTE, Deal, new_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal with a champion and an economic buyer, whose process has the wins."""
    deal = Deal(cast, process="nb.edge", more={"recurring": Decimal(40_000), "term_months": 12})
    for role in ("champion", "economic_buyer"):
        add_stakeholder(**deal.known(), contact_id=deal.contact.pk, role=role)
    return deal


def reach(deal: Deal, key: str) -> None:
    """Record a win."""
    reach_milestone(**deal.known(), key=key, evidence=NOTE)


def price(deal: Deal, amount: int, **more: Any) -> None:
    """Set what the deal is worth."""
    amend(**deal.known(), changes={"recurring": Decimal(amount), **more})


def leave(deal: Deal, contact: Any) -> None:
    """Mark a contact as gone."""
    contact.refresh_from_db()
    mark_left(actor=deal.cast.actor("kim"), now=deal.now, contact_id=contact.pk, version=contact.version)


def standing(deal: Deal) -> set[str]:
    """Return the wins that stand."""
    return set(Milestone.objects.filter(opportunity=deal.id, revoked_at=None).values_list("key", flat=True))


def reason(deal: Deal, key: str) -> str:
    """Return why a win was taken back, once it is told too."""
    row = Milestone.objects.get(opportunity=deal.id, key=key)
    told = Event.objects.filter(type="opportunity.milestone_revoked.v1", subject_id=deal.id).latest("id")
    assert row.revoked_at == deal.now
    assert told.data == {"milestone": key, "reason": row.revoked_reason}
    return row.revoked_reason


class TestTechWin:
    def test_falls_when_another_proof_is_planned(self, deal: Deal) -> None:
        reach(deal, "tech_win")
        plan_poc(**deal.known(), lead_id=deal.cast.actor("ana").user_id)
        assert reason(deal, "tech_win") == "Another POC was planned."

    def test_may_be_recorded_again_once_the_other_is_abandoned(self, deal: Deal) -> None:
        reach(deal, "tech_win")
        proof = Proof(deal)
        abandon_poc(**proof.known(), reason="They chose to wait a year")
        reach(deal, "tech_win")
        assert standing(deal) == {"tech_win"}


class TestFinancialWin:
    def test_keeps_the_amount_it_was_reached_at(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        row = Milestone.objects.get()
        assert (row.amount, row.currency) == (deal.row.amount, "USD")

    @pytest.mark.parametrize(("amount", "falls"), [(49_999, False), (50_000, True), (20_000, False)])
    def test_falls_at_a_quarter_more(self, deal: Deal, amount: int, falls: bool) -> None:
        reach(deal, "financial_win")
        price(deal, amount)
        assert standing(deal) == (set() if falls else {"financial_win"})

    def test_falls_by_small_steps_too(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        price(deal, 45_000)
        assert standing(deal)
        price(deal, 50_000)
        assert reason(deal, "financial_win") == "The amount grew from 40,000 to 50,000 USD."

    def test_falls_in_another_currency(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        price(deal, 30_000, currency="USD")
        assert standing(deal)
        ExchangeRate.objects.create(currency="EUR", on=deal.now.date(), rate=1)
        amend(**deal.known(), changes={"currency": "EUR"})
        assert reason(deal, "financial_win") == "It was reached in USD; the deal is in EUR now."

    def test_falls_when_the_buyer_leaves(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        leave(deal, deal.contact)
        assert reason(deal, "financial_win") == "The economic buyer has left."

    def test_falls_when_the_buyer_changes(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        add_stakeholder(**deal.known(), contact_id=new_contact(deal.account, "Nils Berg").pk, role="economic_buyer")
        assert reason(deal, "financial_win") == "There is another economic buyer now."

    def test_stands_whatever_else_changes(self, deal: Deal) -> None:
        reach(deal, "financial_win")
        amend(**deal.known(), changes={"use_case": "Another"})
        nils = new_contact(deal.account, "Nils Berg")
        for role in ("champion", "user"):
            add_stakeholder(**deal.known(), contact_id=nils.pk, role=role)
        leave(deal, nils)
        assert standing(deal) == {"financial_win"}


class TestBusinessWin:
    @pytest.mark.parametrize(("role", "words"), [("champion", "champion"), ("decision_maker", "decision-maker")])
    def test_falls_when_its_sponsor_goes(self, deal: Deal, role: str, words: str) -> None:
        nils = new_contact(deal.account, "Nils Berg")
        add_stakeholder(**deal.known(), contact_id=nils.pk, role=role)
        reach(deal, "business_win")
        leave(deal, nils)
        assert reason(deal, "business_win") == f"The {words} has left."

    def test_falls_when_the_role_is_taken_off(self, deal: Deal) -> None:
        reach(deal, "business_win")
        row = deal.row.stakeholders.get(role="champion")
        remove_stakeholder(**deal.known(), stakeholder_id=row.pk)
        assert reason(deal, "business_win") == "The champion is not on the deal any more."

    def test_stands_when_a_further_champion_is_named(self, deal: Deal) -> None:
        reach(deal, "business_win")
        add_stakeholder(**deal.known(), contact_id=new_contact(deal.account, "Nils Berg").pk, role="champion")
        assert standing(deal) == {"business_win"}

    def test_of_another_deal_stands(self, deal: Deal) -> None:
        other = Deal(deal.cast, process="nb.edge", account=deal.account)
        reach(other, "business_win")
        leave(deal, deal.contact)
        assert standing(other) == {"business_win"}


def test_the_page_says_what_was_taken_back_and_why(deal: Deal, as_person: Callable[[str], Client]) -> None:
    reach(deal, "financial_win")
    price(deal, 90_000)
    page, elena = f"/opportunities/{deal.id}/", as_person("elena")
    shown = elena.get(page).content.decode()
    assert "Financial win was taken back on" in shown
    assert "The amount grew from 40,000 to 90,000 USD." in shown
    assert "Financial win taken back" in elena.get(f"{page}?show=evidence").content.decode()
    reach(deal, "financial_win")
    assert "was taken back on" not in elena.get(page).content.decode()
