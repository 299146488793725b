"""The back-test judges every deal there is by both rule sets, as the offers were and as the deals were sold (domain §6.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals import events
from approvals.domain.guardrails import judge_offer
from approvals.models import BackTest
from approvals.services.launch_back_test import launch_back_test
from approvals.services.run_back_test import STOPPED, run_back_test
from approvals.services.start_back_test import start_back_test
from opportunities.models import Product
from salesops.core.errors import Conflict
from salesops.outbox.registry import names_after_commit
from tests.approvals.asking import Asking
from tests.approvals.drafts import LOOSER, back_tested, drafted, edited
from tests.approvals.offers import RULES
from tests.cast import Cast
from tests.opportunities.pricing import SUPPORT, Pricing, line
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
RV, VF, LD = 1, 2, 8


def sold(cast: Cast, amount: str, *, listed: str | None = None, currency: str = "USD") -> Deal:
    """Return a deal without an offer, sold at an amount, of a product with that list price."""
    product = None
    if listed:
        product = Product.objects.create(name=f"GTX {Product.objects.count()}", list_price=listed, currency=currency)
    account = new_account(f"Account {Deal.__name__} {amount} {listed} {currency}")
    deal = Deal(cast, account=account, more={"product_id": product.pk if product else None})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE opportunities_opportunity SET one_time = %s, tcv = %s, amount = %s, amount_reporting = %s WHERE id = %s",
            [amount, amount, amount, amount, deal.id],
        )
    return deal


def rows(test: BackTest, **wanted: Any) -> list[dict[str, Any]]:
    """Return the rows of a report that say all of this."""
    return [row for row in test.report if all(row[key] == value for key, value in wanted.items())]


class TestReport:
    def test_counts_who_was_needed_and_who_would_be(self, cast: Cast) -> None:
        eleven, fifteen, seven = (sold(cast, amount, listed="1000") for amount in ("890", "850", "930"))
        test = back_tested(cast, drafted(cast, LOOSER))
        assert (test.state, test.done, test.total) == ("done", 3, 3)
        (freed,) = rows(test, old_bits=RV, new_bits=0)
        assert (freed["examples"], freed["basis"], freed["outcome"], freed["amount"]) == (
            [eleven.id],
            "list",
            "open",
            "890.00",
        )
        assert rows(test, old_bits=RV, new_bits=RV)[0]["examples"] == [fifteen.id]
        assert rows(test, old_bits=0, new_bits=0)[0]["examples"] == [seven.id]

    def test_judges_a_deal_alone_by_its_money_where_nothing_says_its_list_price(self, cast: Cast) -> None:
        sold(cast, "890")
        sold(cast, "890", listed="1000", currency="EUR")
        (row,) = back_tested(cast, drafted(cast, LOOSER)).report
        assert (row["basis"], row["number"], row["old_bits"]) == ("deal", 2, 0)

    def test_judges_offers_as_the_guardrails_do(self, cast: Cast) -> None:
        pricing = Pricing(Deal(cast))
        pricing.write(line(SUPPORT, 11))
        found = [judge_offer(pricing.terms, rules).roles for rules in (RULES, LOOSER)]
        assert found == [("regional_vp", "vp_finance"), ()]
        (row,) = back_tested(cast, drafted(cast, LOOSER)).report
        assert (row["basis"], row["old_bits"], row["new_bits"]) == ("offer", RV | VF, 0)

    def test_says_what_was_answered(self, cast: Cast) -> None:
        asking = Asking(cast, discount=24)
        asking.submit()
        asking.approve_all()
        (row,) = back_tested(cast, drafted(cast, LOOSER)).report
        assert (row["answer"], row["old_bits"]) == ("approved", RV | VF | LD)

    def test_says_what_nobody_could_have_allowed(self, cast: Cast) -> None:
        pricing = Pricing(Deal(cast))
        pricing.write(term_months=61)
        (row,) = back_tested(cast, drafted(cast, replace(RULES, longest_term=72))).report
        assert (row["old_refused"], row["new_refused"]) == (True, False)

    def test_is_the_same_whatever_the_size_of_its_chunks(self, cast: Cast) -> None:
        for amount in ("1000", "900", "899.99", "800", "700", "650"):
            sold(cast, amount, listed="1000")
        draft = drafted(cast, LOOSER)
        whole, bits = back_tested(cast, draft), back_tested(cast, draft, chunk=2)
        assert (bits.done, bits.total) == (6, 6)
        assert [{**row, "examples": sorted(row["examples"])} for row in bits.report] == [
            {**row, "examples": sorted(row["examples"])} for row in whole.report
        ]

    def test_of_no_deals_is_empty(self, cast: Cast) -> None:
        test = back_tested(cast, drafted(cast, LOOSER))
        assert (test.state, test.report) == ("done", [])


class TestRunning:
    def test_is_handed_to_a_process_of_its_own(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        launched: list[list[str]] = []
        monkeypatch.setattr("subprocess.Popen", lambda command, **how: launched.append(command))
        launch_back_test(test_id=7)
        assert launched[0][-2:] == ["run_back_test", "7"]
        assert names_after_commit(events.GUARDRAILS_TEST_ASKED) == ("approvals.launch_back_test",)

    def test_asked_for_twice_runs_once(self, cast: Cast) -> None:
        draft = drafted(cast)
        first, second = (start_back_test(actor=cast.kim, now=timezone.now(), number=draft.number) for _ in "ab")
        assert first == second

    def test_another_person_of_leadership_may_ask_for_it(self, cast: Cast) -> None:
        draft = drafted(cast)
        assert start_back_test(actor=cast.ingrid, now=timezone.now(), number=draft.number).state == "waiting"

    def test_of_a_draft_that_was_edited_meanwhile_says_so(self, cast: Cast) -> None:
        draft = drafted(cast)
        test = start_back_test(actor=cast.kim, now=timezone.now(), number=draft.number)
        edited(cast, draft, replace(LOOSER, longest_term=72))
        ended = run_back_test(now=timezone.now(), test_id=test.pk)
        assert (ended.state, ended.failure) == (
            "failed",
            "The draft was edited since it was asked for. Test it as it is now.",
        )

    def test_that_breaks_leaves_nobody_waiting(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        test = start_back_test(actor=cast.kim, now=timezone.now(), number=drafted(cast).number)
        monkeypatch.setattr("approvals.services.run_back_test._report", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_back_test(now=timezone.now(), test_id=test.pk)
        test.refresh_from_db()
        assert (test.state, test.failure) == ("failed", STOPPED)

    def test_that_ended_stays_as_it_is(self, cast: Cast) -> None:
        test = back_tested(cast, drafted(cast))
        assert run_back_test(now=timezone.now(), test_id=test.pk).finished_at == test.finished_at
        with pytest.raises(DatabaseError, match="that ended stays"), transaction.atomic():
            BackTest.objects.filter(pk=test.pk).update(report=[])

    def test_is_of_drafts_alone(self, cast: Cast) -> None:
        with pytest.raises(Conflict):
            start_back_test(actor=cast.kim, now=timezone.now(), number=1)


def test_sums_are_money_of_the_reporting_currency(cast: Cast) -> None:
    for amount in ("890", "880"):
        sold(cast, amount, listed="1000")
    (row,) = back_tested(cast, drafted(cast)).report
    assert Decimal(row["amount"]) == Decimal(1770)
