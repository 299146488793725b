"""What an offer is worth: the specification's examples, edges, and that writing and reading agree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from opportunities.domain.offers import Line, OfferTerms, Option, percent_off

COMMIT = Line(
    1, "Q", "Commit", "software", "recurring", Decimal(1), Decimal(420_000), Decimal(323_400), Decimal(100_000)
)
ONBOARDING = Line(
    2, "", "Onboarding", "services", "one_time", Decimal(12), Decimal(5_000), Decimal(5_000), Decimal(3_100)
)
OPTION = Option("A", 36, 30, False, "annual", (COMMIT, ONBOARDING))


class TestLine:
    def test_tells_its_discount_in_percent(self) -> None:
        assert COMMIT.discount == 23

    def test_is_custom_without_a_code(self) -> None:
        assert ONBOARDING.is_custom
        assert not COMMIT.is_custom

    def test_counts_its_quantity(self) -> None:
        assert (ONBOARDING.list, ONBOARDING.cost) == (60_000, 37_200)


class TestOption:
    def test_follows_the_example_of_the_specification(self) -> None:
        monthly = Line(
            1, "M", "Platform", "software", "recurring", Decimal(12), Decimal(10_000), Decimal(10_000), Decimal(0)
        )
        setup = Line(2, "S", "Set-up", "services", "one_time", Decimal(1), Decimal(30_000), Decimal(30_000), Decimal(0))
        option = Option("A", 36, 30, False, "monthly", (monthly, setup))
        assert (option.tcv, option.acv) == (390_000, 120_000)

    def test_never_annualises_a_short_term_upwards(self) -> None:
        assert replace(OPTION, term_months=6).acv == Decimal("161700.00")

    def test_discounts_over_the_whole_term(self) -> None:
        listed, net = 3 * 420_000 + 60_000, 3 * 323_400 + 60_000
        assert OPTION.discount == percent_off(Decimal(listed), Decimal(net))

    def test_knows_the_margin_of_each_kind(self) -> None:
        assert OPTION.margin("services") == 38
        assert OPTION.margin("software") == (Decimal(323_400 - 100_000) / 323_400 * 100)

    def test_has_no_margin_where_nothing_is_sold(self) -> None:
        assert replace(OPTION, lines=(COMMIT,)).margin("services") is None

    def test_counts_free_services_at_list_value(self) -> None:
        free = replace(ONBOARDING, unit_net=Decimal(0))
        assert replace(OPTION, lines=(COMMIT, free)).free_services == 60_000
        assert OPTION.free_services == 0

    def test_gives_what_is_free_the_worst_margin(self) -> None:
        free = replace(ONBOARDING, unit_net=Decimal(0))
        assert replace(OPTION, lines=(free,)).margin("services") == -100


money = st.decimals(0, 10**7, places=2)
lines = st.builds(
    Line, st.integers(1, 9), st.sampled_from(["", "Q"]), st.text(min_size=1, max_size=9),
    st.sampled_from(["software", "services"]), st.sampled_from(["recurring", "one_time"]),
    st.decimals(1, 100, places=2), money, money, money,
)  # fmt: skip
options = st.builds(
    Option, st.sampled_from("ABCD"), st.integers(1, 120), st.integers(0, 365), st.booleans(), st.just("annual"),
    st.lists(lines, max_size=3).map(tuple),
)  # fmt: skip
offers = st.builds(
    OfferTerms, st.just("USD"), st.just("ours"), st.just(()), st.just("mou"), st.just(""),
    st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.text(max_size=9), st.dates() | st.none(),
    st.just(""), st.lists(options, max_size=2).map(tuple),
)  # fmt: skip


class TestOfferTerms:
    @given(offers)
    def test_are_read_as_they_were_written(self, terms: OfferTerms) -> None:
        assert OfferTerms.read(terms.as_json()) == terms

    @given(options)
    def test_are_worth_recurring_and_one_time_together(self, option: Option) -> None:
        assert option.tcv == option.recurring + option.one_time == option.net_total
