"""Exchange rates: added by finance, never edited, and each says which deals were priced with it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from opportunities.models import ExchangeRate
from opportunities.queries.rates import deals_at, stored_rate, stored_rates
from opportunities.services.amend import amend
from opportunities.services.set_rates import set_rates
from salesops.core.errors import Invalid, Refused
from tests.cast import Cast
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db

EARLIER = {"EUR": Decimal("1.10")}


def add(cast: Cast, person: str, rate: str, *, days: int, currency: str = "EUR") -> None:
    """Add a rate so many days from today."""
    now = timezone.now()
    on = now.date() + timedelta(days=days)
    set_rates(actor=cast.actor(person), now=now, on=on, rates={currency: Decimal(rate)})


class TestAdding:
    @pytest.mark.parametrize(
        ("person", "may"), [("naomi", True), ("owen", True), ("kim", True), ("elena", False), ("ingrid", False)]
    )
    def test_is_for_finance_and_operations(self, cast: Cast, person: str, may: bool) -> None:
        if may:
            add(cast, person, "1.1", days=0)
        else:
            with pytest.raises(Refused):
                add(cast, person, "1.1", days=0)
        assert ExchangeRate.objects.count() == may

    def test_never_edits_the_past(self, cast: Cast) -> None:
        add(cast, "naomi", "1.10", days=-30)
        for days in (-30, -1):
            with pytest.raises(Invalid) as refused:
                add(cast, "naomi", "1.20", days=days)
            assert list(refused.value.fields) == ["on"]
        add(cast, "naomi", "1.20", days=0)
        with pytest.raises(Invalid):
            add(cast, "naomi", "1.30", days=0)
        assert list(ExchangeRate.objects.order_by("on").values_list("rate", flat=True)) == [
            Decimal("1.10"),
            Decimal("1.20"),
        ]

    @pytest.mark.parametrize(
        ("currency", "rate", "field"),
        [("EURO", "1", "currency"), ("eur", "1", "currency"), ("USD", "1", "currency"), ("EUR", "0", "rate"),
         ("EUR", "-1", "rate"), ("EUR", "NaN", "rate"), ("EUR", "Infinity", "rate")],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, cast: Cast, currency: str, rate: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            add(cast, "naomi", rate, days=0, currency=currency)
        assert list(refused.value.fields) == [field]

    def test_the_database_holds_the_past_too(self, cast: Cast) -> None:
        add(cast, "naomi", "1.10", days=0)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE opportunities_exchangerate SET rate = 2")


class TestWhichDeals:
    def test_were_priced_with_it(self, cast: Cast) -> None:
        add(cast, "naomi", "1.10", days=-30)
        first = Deal(cast, more={"currency": "EUR"}, now=timezone.now() - timedelta(days=10))
        add(cast, "naomi", "1.20", days=0)
        second = Deal(cast, account=new_account("Other"), more={"currency": "EUR"})
        newest, oldest = stored_rates(cast.elena, now=timezone.now())
        assert [(each.row.rate, each.state, each.deals) for each in (newest, oldest)] == [
            (Decimal("1.20"), "now", 1),
            (Decimal("1.10"), "past", 1),
        ]
        assert [deal.pk for deal in deals_at(cast.elena, oldest)] == [first.id]
        assert [deal.pk for deal in deals_at(cast.elena, newest)] == [second.id]

    def test_keep_their_rate_until_they_are_priced_again(self, cast: Cast) -> None:
        add(cast, "naomi", "1.10", days=-30)
        deal = Deal(cast, more={"currency": "EUR"}, now=timezone.now() - timedelta(days=10))
        add(cast, "naomi", "1.20", days=0)
        assert deal.row.rate == Decimal("1.10")
        deal.now = timezone.now()
        amend(**deal.known(), changes={"one_time": Decimal(50_000)})
        assert deal.row.rate == Decimal("1.20")

    def test_are_none_of_a_rate_to_come(self, cast: Cast) -> None:
        add(cast, "naomi", "1.10", days=0)
        add(cast, "naomi", "1.30", days=30)
        Deal(cast, more={"currency": "EUR"})
        assert [(each.state, each.deals) for each in stored_rates(cast.elena, now=timezone.now())] == [
            ("to come", 0),
            ("now", 1),
        ]


class TestPages:
    def test_list_the_rates_and_lead_to_their_deals(self, cast: Cast, elena: Client, as_person: Any) -> None:
        form = {"currency": "eur", "rate": "1.1", "on": f"{timezone.localdate():%Y-%m-%d}"}
        assert as_person("naomi").post("/settings/rates/new/", form).status_code == 302
        deal = Deal(cast, more={"currency": "EUR"})
        shown = elena.get("/settings/rates/").content.decode()
        assert "1 deal" in shown
        assert "Add a rate" not in shown
        assert "Add a rate" in as_person("owen").get("/settings/rates/").content.decode()
        rate = ExchangeRate.objects.get()
        assert deal.account.name in elena.get(f"/settings/rates/{rate.pk}/").content.decode()

    def test_say_beside_the_field_what_is_wrong(self, cast: Cast, as_person: Any) -> None:
        naomi, form = as_person("naomi"), {"currency": "USD", "rate": "1", "on": "2099-01-01"}
        answer = naomi.post("/settings/rates/new/", form)
        assert answer.status_code == 422
        assert "is the reporting currency" in str(answer.context["form"].errors["currency"])

    def test_are_hidden_from_those_who_see_no_deal(self, cast: Cast, as_person: Any) -> None:
        add(cast, "naomi", "1.10", days=0)
        assert "EUR" not in as_person("victor").get("/settings/rates/").content.decode()
        rate = stored_rate(cast.elena, ExchangeRate.objects.get().pk, now=timezone.now())
        assert as_person("victor").get(f"/settings/rates/{rate.row.pk}/").status_code == 404

    def test_over_rest(self, cast: Cast, elena: Client, as_person: Any) -> None:
        body = {"currency": "EUR", "on": date(2099, 1, 1).isoformat(), "rate": "1.1"}
        sent = {"content_type": "application/json"}
        assert elena.post("/api/v1/exchange-rates/", body, **sent).status_code == 403
        assert as_person("naomi").post("/api/v1/exchange-rates/", body, **sent).json()["rate"] == "1.10000000"
        assert len(elena.get("/api/v1/exchange-rates/?currency=EUR").json()["results"]) == 1
