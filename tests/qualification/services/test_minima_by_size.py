"""Minima by deal size: the plain rule, its twin in SQL, the sentence, and the trigger (domain §3.4)."""

from __future__ import annotations

import json
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.models import Opportunity
from opportunities.services.confirm_won import confirm_won
from qualification.criteria import evaluators
from qualification.criteria.evaluators import meddpicc_min
from qualification.domain.minima import asked_level, is_small
from salesops.core.actor import SYSTEM
from salesops.core.errors import Conflict, Invalid, Refused
from salesops.process.domain.gate import State, Verdict
from salesops.process.domain.registry import load_facts
from salesops.users.models import WorkspaceSetting
from salesops.users.services.change_workspace import change_workspace
from tests.cast import NOW, Cast
from tests.story import Deal

AMOUNTS = ["0", "0.01", "24999.99", "25000", "25000.01", "900000"]


@given(minimum=st.integers(0, 3), amount=st.decimals(0, 10**7, places=2), switched_on=st.booleans())
def test_the_rule_is_the_plain_sentence(minimum: int, amount: Decimal, switched_on: bool) -> None:
    """Written out as the domain says it: below 25 000 one level less, never below 1, only where switched on."""
    plain = minimum
    if switched_on and amount != 0 and amount < Decimal("25000.00") and minimum > 1:
        plain = minimum - 1
    assert asked_level(minimum, reduced=switched_on and is_small(amount)) == plain


def switch(on: bool) -> None:
    change_workspace(actor=SYSTEM, now=NOW, reduces_minima=on)


def resize(deal: Deal, amount: str) -> None:
    """Give the deal an amount in the reporting currency."""
    Opportunity.objects.filter(pk=deal.id).update(amount=Decimal(amount), amount_reporting=Decimal(amount), rate=1)


def verdict(deal: Deal, **minima: int) -> Verdict:
    return meddpicc_min(load_facts("opportunity", [deal.id], deal.now)[deal.id], minima, deal.now)


def twin(deal: Deal, **minima: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate_meddpicc_min(%s, %s, %s)", [deal.id, json.dumps(minima), deal.now])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
class TestTwins:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        minima=st.dictionaries(st.sampled_from(["metrics", "champion", "competition"]), st.integers(0, 3), min_size=1),
        amount=st.sampled_from(AMOUNTS),
        on=st.booleans(),
    )
    def test_agree(self, deal: Deal, minima: dict[str, int], amount: str, on: bool) -> None:
        switch(on)
        resize(deal, amount)
        held = {"metrics": 1, "champion": 2, "competition": 0}
        lowered = on and amount in {"0.01", "24999.99"}
        plain = all(held[key] >= (least - 1 if lowered and least > 1 else least) for key, least in minima.items())
        assert (verdict(deal, **minima).state is State.MET) == twin(deal, **minima) == plain

    @pytest.fixture
    def deal(self, cast: Cast) -> Deal:
        made = Deal(cast)
        made.name_buyer()
        made.assess("metrics", 1)
        made.assess("champion", 2)
        return made


@pytest.mark.django_db
class TestSentence:
    def test_says_that_less_is_enough_and_why(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.assess("metrics", 1)
        switch(True)
        resize(deal, "20000")
        why = "One level less is enough here: the amount is below USD 25,000 (workspace setting)."
        assert verdict(deal, metrics=2).explanation == f"Metrics 1. {why}"
        assert verdict(deal, metrics=3).explanation.endswith(why)
        assert "Metrics is 1 of 2" in verdict(deal, metrics=3).explanation
        assert "One level less" not in verdict(deal, metrics=1).explanation

    @pytest.mark.parametrize(("on", "amount"), [(False, "20000"), (True, "25000"), (True, "0")])
    def test_says_nothing_of_it_otherwise(self, cast: Cast, on: bool, amount: str) -> None:
        deal = Deal(cast)
        deal.assess("metrics", 1)
        switch(on)
        resize(deal, amount)
        assert verdict(deal, metrics=2).state is State.UNMET
        assert "One level less" not in verdict(deal, metrics=2).explanation


def nearly_won(cast: Cast, amount: str) -> Deal:
    """A deal that lacks one level of its economic buyer, and nothing else, to be won."""
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.advance()
    deal.open_negotiation_gate(economic_buyer=1)
    resize(deal, amount)
    return deal


@pytest.mark.django_db
class TestGate:
    @pytest.mark.parametrize(
        ("on", "amount", "opens"), [(True, "20000", True), (True, "25000", False), (False, "20000", False)]
    )
    def test_opens_for_a_small_deal_alone_and_only_where_switched_on(
        self, cast: Cast, on: bool, amount: str, opens: bool
    ) -> None:
        deal = nearly_won(cast, amount)
        switch(on)
        with nullcontext() if opens else pytest.raises(Conflict):
            confirm_won(**deal.known(cast.naomi))
        assert deal.row.stage == ("closed_won" if opens else "negotiation")

    def test_is_held_by_the_database_when_the_code_is_mistaken(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deal = nearly_won(cast, "20000")
        monkeypatch.setattr(evaluators, "asked_level", lambda minimum, *, reduced: max(minimum - 1, 1))
        with pytest.raises(DatabaseError, match="Gate closed: 2-M"), transaction.atomic():
            confirm_won(**deal.known(cast.naomi))
        assert deal.row.stage == "negotiation"


@pytest.mark.django_db
class TestSetting:
    def test_is_off_at_first_and_changed_by_operations_alone(self, cast: Cast) -> None:
        assert WorkspaceSetting.objects.get().reduces_minima is False
        with pytest.raises(Refused):
            change_workspace(actor=cast.elena, now=NOW, reduces_minima=True)
        change_workspace(actor=cast.kim, now=NOW, reduces_minima=True)
        assert WorkspaceSetting.objects.get().reduces_minima is True

    def test_is_yes_or_no(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            change_workspace(actor=cast.kim, now=NOW, reduces_minima="perhaps")
