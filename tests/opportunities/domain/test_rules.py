"""The plain rules of layer 2: amounts, losses, hygiene, forecast ceilings, files, foreign dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.domain.amounts import amounts, deal_name, propose_subtype
from opportunities.domain.closing import Loss, loss_faults
from opportunities.domain.files import file_fault
from opportunities.domain.forecast import ceiling_of, is_within
from opportunities.domain.hygiene import FINDINGS, HygieneFacts, findings_of
from opportunities.domain.mapping import fitting_formats, guess_columns
from opportunities.domain.subtypes import Agreement, Proposal, months_after, propose

money = st.decimals(min_value=0, max_value=10**9, places=2)


def _amounts(**more: object) -> object:
    given_values = {"recurring": Decimal(0), "one_time": Decimal(0), "term_months": 12, "subtype": "new_business"}
    return amounts(**{**given_values, "base_acv": Decimal(0), "basis": "acv", **more})  # type: ignore[arg-type]


class TestAmounts:
    """Domain §10.1."""

    def test_it_follows_the_worked_example(self) -> None:
        values = amounts(
            recurring=Decimal(360_000), one_time=Decimal(30_000), term_months=36, subtype="new_business",
            base_acv=Decimal(0), basis="acv",
        )  # fmt: skip
        assert (values.tcv, values.acv, values.amount) == (Decimal(390_000), Decimal("120000.00"), Decimal("120000.00"))

    @given(recurring=money, months=st.integers(1, 11))
    def test_a_short_term_is_never_annualised_up(self, recurring: Decimal, months: int) -> None:
        assert _amounts(recurring=recurring, term_months=months).acv == recurring  # type: ignore[attr-defined]

    @given(recurring=money, one_time=money, months=st.integers(1, 120))
    def test_the_total_is_all_fees(self, recurring: Decimal, one_time: Decimal, months: int) -> None:
        values = _amounts(recurring=recurring, one_time=one_time, term_months=months, basis="tcv")
        assert values.amount == values.tcv == recurring + one_time  # type: ignore[attr-defined]

    @given(recurring=money, base=money)
    def test_growth_counts_only_what_is_new_and_never_less_than_nothing(
        self, recurring: Decimal, base: Decimal
    ) -> None:
        values = _amounts(recurring=recurring, base_acv=base, subtype="expansion")
        assert values.amount == max(values.acv - base, Decimal(0))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(("acv", "expected"), [("110", "renewal"), ("110.01", "expansion"), ("90", "renewal")])
    def test_over_ten_percent_is_an_expansion(self, acv: str, expected: str) -> None:
        found = propose_subtype(is_renewal=True, has_active_agreement=True, acv=Decimal(acv), base_acv=Decimal(100))
        assert found == expected

    def test_a_deal_is_named_by_its_parts(self) -> None:
        name = deal_name(account="Fjordline", use_case="Analytics", subtype="new_business", month="2026-11")
        assert name == "Fjordline – Analytics – new business – 2026-11"


class TestLoss:
    """Domain §2.6."""

    def test_a_small_clear_loss_needs_no_detail(self) -> None:
        assert loss_faults(Loss("lost", "timing", is_reengage_never=True), amount=Decimal("24999.99")) == {}

    @pytest.mark.parametrize(
        ("loss", "amount", "field"),
        [
            (Loss("gone", "timing", is_reengage_never=True), 0, "outcome_class"),
            (Loss("lost", "weather", is_reengage_never=True), 0, "reason"),
            (Loss("lost", "timing", is_reengage_never=True), 25_000, "detail"),
            (Loss("lost", "other", is_reengage_never=True), 1, "detail"),
            (Loss("lost", "competitor", is_reengage_never=True), 1, "competitor"),
            (Loss("lost", "timing"), 1, "reengage_on"),
            (Loss("merged", "timing", is_reengage_never=True), 1, "merged_into"),
            (Loss("duplicate", "timing", is_reengage_never=True), 1, "merged_into"),
        ],
    )
    def test_it_names_what_is_missing(self, loss: Loss, amount: int, field: str) -> None:
        assert list(loss_faults(loss, amount=Decimal(amount))) == [field]


class TestSubtypeByRule:
    """Domain §2.1."""

    SALE = ("new_business", "upsell")
    RENEWAL = ("renewal", "expansion")
    HELD = Agreement("Analytics", date(2027, 3, 5))

    def propose(self, *allowed: str, acv: int = 10, base: int = 0, held: tuple[Agreement, ...] = ()) -> Proposal:
        """Propose for a deal about risk with Fjordline."""
        values = {"acv": Decimal(acv), "base_acv": Decimal(base)}
        return propose(allowed=allowed, account="Fjordline", use_case="Risk", agreements=held, **values)

    def test_a_first_sale_is_new_business(self) -> None:
        found = self.propose(*self.SALE)
        assert (found.subtype, found.sentence) == ("new_business", "Fjordline has no running agreement with us.")

    def test_a_sale_beside_a_running_agreement_is_upsell_and_names_it(self) -> None:
        found = self.propose(*self.SALE, held=(self.HELD,))
        assert found.subtype == "upsell"
        assert found.sentence == "Fjordline has a running agreement: Analytics, until 5 Mar 2027."

    @pytest.mark.parametrize(
        ("acv", "subtype", "sentence"),
        [
            (110, "renewal", "The annual value changes by +10%; up to +10% it is a renewal."),
            (111, "expansion", "The annual value changes by +11%; above +10% it is an expansion."),
            (80, "renewal", "The annual value changes by −20%; up to +10% it is a renewal."),
        ],
    )
    def test_a_renewal_goes_by_the_change_of_annual_value(self, acv: int, subtype: str, sentence: str) -> None:
        found = self.propose(*self.RENEWAL, acv=acv, base=100)
        assert (found.subtype, found.sentence) == (subtype, sentence)

    def test_a_renewal_without_a_base_says_so(self) -> None:
        found = self.propose(*self.RENEWAL)
        assert found.subtype == "renewal"
        assert "No existing annual value" in found.sentence

    @pytest.mark.parametrize(
        ("held", "subtype"), [((), "new_business"), (("Analytics",), "upsell"), (("Analytics", "risk"), "renewal")]
    )
    def test_where_a_process_takes_both_the_same_use_case_renews(self, held: tuple[str, ...], subtype: str) -> None:
        agreements = tuple(Agreement(name, date(2027, 3, 5)) for name in held)
        assert self.propose(*self.SALE, *self.RENEWAL, held=agreements).subtype == subtype

    def test_a_process_of_one_subtype_leaves_no_choice(self) -> None:
        found = self.propose("new_business", held=(self.HELD,))
        assert (found.subtype, found.sentence) == ("new_business", "This process takes new business only.")

    @pytest.mark.parametrize(
        ("day", "months", "end"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 1, 31), 13, date(2027, 2, 28)),
            (date(2026, 11, 30), 1, date(2026, 12, 30)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
        ],
    )
    def test_a_term_ends_on_the_same_day_or_the_last_of_the_month(self, day: date, months: int, end: date) -> None:
        assert months_after(day, months) == end


class TestHygiene:
    """Domain §9.5."""

    CLEAN = HygieneFacts(
        today=date(2026, 11, 20), stage_order=2, probability=50, days_in_stage=10, benchmark_days=20,
        amount=Decimal(1), close_date=date(2026, 12, 1), next_step="Call", next_step_date=date(2026, 11, 21),
        last_sign_of_life=date(2026, 11, 10), contacts=2,
    )  # fmt: skip

    def test_a_clean_deal_has_nothing_to_say(self) -> None:
        assert findings_of(self.CLEAN) == []

    @pytest.mark.parametrize(
        ("change", "key", "sentence", "fix"),
        [
            ({"next_step": ""}, "no_next_step", "There is no dated next step.", "next_step"),
            ({"next_step_date": None}, "no_next_step", "There is no dated next step.", "next_step"),
            (
                {"next_step_date": date(2026, 11, 19)},
                "next_step_overdue",
                "The next step is 1 day overdue.",
                "next_step",
            ),
            ({"close_date": date(2026, 11, 17)}, "close_date_past", "The close date passed 3 days ago.", "edit_core"),
            ({"amount": Decimal(0)}, "amount_empty", "There is no amount.", "edit_commercial"),
            ({"last_sign_of_life": date(2026, 11, 5)}, "idle", "No activity for 15 days.", "log_activity"),
            (
                {"contacts": 1},
                "few_contacts",
                "Only one contact is named; from 50% on two are wanted.",
                "add_stakeholder",
            ),
            ({"contacts": 0}, "few_contacts", "Nobody is named; from 50% on two are wanted.", "add_stakeholder"),
            ({"days_in_stage": 31}, "slow", "31 days in the stage; the benchmark is 20.", "move"),
            (
                {"stale": (("champion", "Champion"), ("metrics", "Metrics"))},
                "stale",
                "MEDDPICC is stale: Champion, Metrics.",
                "assess",
            ),
        ],
    )
    def test_each_flaw_is_named_once_with_what_mends_it(
        self, change: dict[str, object], key: str, sentence: str, fix: str
    ) -> None:
        (found,) = findings_of(replace(self.CLEAN, **change))
        assert (found.key, found.sentence, found.fix.key) == (key, sentence, fix)
        assert key in FINDINGS

    @pytest.mark.parametrize(
        "change",
        [
            {"next_step_date": date(2026, 11, 20)},
            {"close_date": date(2026, 11, 20)},
            {"close_date": None},
            {"amount": Decimal(0), "stage_order": 1},
            {"last_sign_of_life": date(2026, 11, 6)},
            {"contacts": 0, "probability": 40},
            {"days_in_stage": 30},
            {"days_in_stage": 300, "benchmark_days": None},
        ],
    )
    def test_the_last_good_value_of_each_check_is_clean(self, change: dict[str, object]) -> None:
        assert findings_of(replace(self.CLEAN, **change)) == []


class TestForecast:
    """Domain §10.4."""

    def test_from_75_percent_a_best_case_may_be_raised(self) -> None:
        assert ceiling_of(stage_forecast="best_case", probability=50) == "best_case"
        assert ceiling_of(stage_forecast="best_case", probability=75) == "commit"

    def test_lower_is_always_free_and_higher_never(self) -> None:
        assert is_within("omitted", "pipeline")
        assert not is_within("commit", "pipeline")


class TestFiles:
    """What is taken as a document."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.pdf", b"<html>"), ("a.exe", b"%PDF-1.7"), ("a.svg", b"<svg/>"), ("a.html", b"<script>"),
            ("a.png", b"%PDF-1.7"), ("a.csv", b"a\x00b"), ("noending", b"%PDF-1.7"), ("a.pdf", b"%PDF" + b"x" * 11_000_000),
        ],
    )  # fmt: skip
    def test_it_refuses_what_is_not_what_it_says(self, name: str, content: bytes) -> None:
        assert file_fault(name, content)[1]

    def test_it_takes_what_is(self) -> None:
        assert file_fault("a.PDF", b"%PDF-1.7") == ("application/pdf", "")
        assert file_fault("a.csv", b"a,b\n1,2\n") == ("text/csv", "")


class TestMapping:
    """Foreign files."""

    def test_it_recognises_headings(self) -> None:
        found = guess_columns(["opportunity_id", "Sales_Agent", "close_value", "weather"])
        assert found == {"key": "opportunity_id", "owner": "Sales_Agent", "amount": "close_value"}

    def test_it_offers_the_likeliest_date_format_first(self) -> None:
        fitting = fitting_formats(["20-10-16", "01-03-17", "25-10-16"], date(2026, 11, 20))
        assert fitting[0] == "DD-MM-YY"
        assert "YY-MM-DD" in fitting

    def test_it_finds_none_where_none_fits(self) -> None:
        assert fitting_formats(["20-10-16", "tomorrow"], date(2026, 11, 20)) == []
