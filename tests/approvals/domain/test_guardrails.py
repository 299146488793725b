"""The guardrails: exact at their edges, the strictest of all counts, and giving more away never needs fewer (domain §6.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.guardrails import Findings, Guardrails, UnreadableRules, judge, judge_offer
from opportunities.domain.offers import Option
from tests.approvals.offers import RATES, RULES, TERMS, discounted, line, option, options, shipped_rules

RV, VF, LG, LD = "regional_vp", "vp_finance", "legal", "leader"


def roles(judged: Option, paper: str = "ours", **more: Any) -> tuple[str, ...]:
    """Return who decides an option."""
    return judge(judged, replace(TERMS, paper=paper), RULES, **more).roles


def at(acv: str, off: str) -> Option:
    """Return an option with exactly that ACV after a discount of nearly that many percent, rounded down to its edge."""
    listed = (Decimal(acv) * 100 / (100 - Decimal(off))).quantize(Decimal("0.01"), "ROUND_FLOOR")
    return option(line(str(listed), acv))


class TestDiscountMatrix:
    @pytest.mark.parametrize(
        ("off", "acv", "who"),
        [
            ("0", "49999.99", ()),
            ("10", "49999.99", ()),
            ("10", "50000", ()),
            ("0", "249999.99", ()),
            ("0", "250000", (RV, VF)),
            ("10", "250000", (RV, VF)),
            ("15", "40000", (RV,)),
            ("20", "40000", (RV,)),
            ("15", "50000", (RV, VF)),
            ("20", "230000", (RV, VF)),
            ("15", "250000", (RV, VF)),
            ("25", "49999.99", (RV, VF)),
            ("30", "210000", (RV, VF)),
            ("20", "250000", (RV, VF)),
            ("25", "250000", (RV, VF, LD)),
            ("30", "250000", (RV, VF, LD)),
            ("31", "1000", (RV, VF, LD)),
            ("31", "60000", (RV, VF, LD)),
            ("31", "250000", (RV, VF, LD)),
        ],
    )
    def test_names_who_decides(self, off: str, acv: str, who: tuple[str, ...]) -> None:
        assert roles(at(acv, off)) == who

    @pytest.mark.parametrize("edge", ["10", "20", "30"])
    def test_an_edge_is_inside_and_the_least_beyond_it_is_not(self, edge: str) -> None:
        listed = Decimal("40000")
        net = listed * (100 - Decimal(edge)) / 100
        inside, beyond = (roles(option(line(str(listed), str(each)))) for each in (net, net - Decimal("0.01")))
        assert set(inside) < set(beyond)

    def test_tells_legal_of_the_largest(self) -> None:
        assert judge(at("250000", "31"), TERMS, RULES).notices == (LG,)
        assert judge(at("100000", "31"), TERMS, RULES).notices == ()

    def test_reads_the_acv_in_the_reporting_currency(self) -> None:
        euros = option(line("240000", "240000"))
        assert roles(euros) == ()
        assert roles(euros, reporting_rate=Decimal("1.08")) == (RV, VF)

    def test_says_which_rule_and_why(self) -> None:
        (match,) = judge(at("95000", "24"), TERMS, RULES).matches
        assert match.sentence == (
            "Above 20 % to 30 % at ACV from 50,000 to under 250,000: Regional VP, then VP finance."
        )

    def test_a_smaller_discount_needed_them_so_this_one_does(self) -> None:
        five, nine = discounted("5", "270000"), discounted("9", "270000")
        assert (five.acv, nine.acv) == (Decimal("256500.00"), Decimal("245700.00"))
        assert roles(five) == roles(nine) == (RV, VF)
        (match,) = judge(nine, TERMS, RULES).matches
        assert "Giving more away never needs fewer approvers." in match.sentence

    def test_one_time_fees_given_away_leave_the_acv_alone(self) -> None:
        mixed = option(line("250000", "249999"), line("100000", "20000", charge="one_time"))
        assert RULES.matrix.row(mixed.discount) == 2
        assert roles(mixed) == (RV, VF, LD)


class TestConcessions:
    def test_fifteen_more_days_count_as_two_and_a_half_points(self) -> None:
        found = judge(discounted("8", "95000", days=45), TERMS, RULES)
        assert found.effective_discount == Decimal("10.5")
        assert "45 payment days count as +2.5 points, so the matrix reads 10.5 %." in found.matches[0].sentence

    @pytest.mark.parametrize(
        ("days", "points"), [(30, "0"), (31, "2.5"), (45, "2.5"), (46, "5"), (60, "5"), (61, "7.5")]
    )
    def test_begun_steps_count(self, days: int, points: str) -> None:
        assert judge(discounted("0", "95000", days=days), TERMS, RULES).effective_discount == Decimal(points)

    def test_free_services_count_at_list_value(self) -> None:
        free = option(line("100000", "95000"), line("10000", "0", kind="services", charge="one_time"))
        found = judge(free, TERMS, RULES)
        assert found.effective_discount == Decimal(15)
        assert "Free services count as +10 points, so the matrix reads 15 %." in found.matches[0].sentence

    def test_everything_for_nothing_is_a_discount_of_all(self) -> None:
        free = option(line("10000", "0", kind="services"))
        assert judge(free, TERMS, RULES).effective_discount == 100


class TestTerms:
    @pytest.mark.parametrize(
        ("days", "who"),
        [(0, ()), (30, ()), (31, (RV,)), (45, (RV,)), (46, (RV, VF)), (60, (RV, VF)), (61, (RV, VF, LD))],
    )
    def test_payment_days(self, days: int, who: tuple[str, ...]) -> None:
        assert roles(discounted("0", "1000", days=days)) == who

    def test_payment_in_parts(self) -> None:
        assert roles(discounted("0", "1000", split=True)) == (VF, LD)

    @pytest.mark.parametrize(
        ("months", "who", "is_refused"),
        [
            (11, (RV, VF), False),
            (12, (), False),
            (36, (), False),
            (37, (RV, VF), False),
            (48, (RV, VF), False),
            (49, (RV, VF, LD), False),
            (60, (RV, VF, LD), False),
            (61, (RV, VF, LD), True),
        ],
    )
    def test_term(self, months: int, who: tuple[str, ...], is_refused: bool) -> None:
        found = judge(discounted("0", "1000", term=months), TERMS, RULES)
        assert (found.roles, found.is_refused) == (who, is_refused)

    @pytest.mark.parametrize(
        ("kind", "cost", "who", "is_refused"),
        [
            ("software", "40", (), False),
            ("software", "40.01", (VF, LD), False),
            ("services", "65", (), False),
            ("services", "65.01", (VF, LD), False),
            ("services", "90", (VF, LD), False),
            ("services", "90.01", (VF, LD), True),
        ],
    )
    def test_margin(self, kind: str, cost: str, who: tuple[str, ...], is_refused: bool) -> None:
        found = judge(option(line("100", "100", kind=kind, cost=cost)), TERMS, RULES)
        assert (found.roles, found.is_refused) == (who, is_refused)

    def test_a_margin_just_below_its_floor_never_reads_as_kept(self) -> None:
        found = judge(option(line("100000", "100000", kind="services", cost="65000.01")), TERMS, RULES)
        assert found.matches[0].sentence == "Services margin 34.99 %, floor 35 %: VP finance, then Leader."

    @pytest.mark.parametrize(
        ("paper", "acv", "who", "is_refused"),
        [
            ("redlined", "24999.99", (), False),
            ("redlined", "25000", (LG,), False),
            ("customer", "99999.99", (VF, LG), True),
            ("customer", "100000", (VF, LG), False),
        ],
    )
    def test_paper(self, paper: str, acv: str, who: tuple[str, ...], is_refused: bool) -> None:
        found = judge(discounted("0", acv), replace(TERMS, paper=paper), RULES)
        assert (found.roles, found.is_refused) == (who, is_refused)

    def test_mixed_conditions_combine_by_the_strictest_in_the_order_of_the_steps(self) -> None:
        mixed = discounted("15", "60000", days=45, split=True)
        assert roles(mixed, paper="redlined") == (RV, VF, LG, LD)

    def test_an_offer_asks_for_all_that_any_option_asks_for(self) -> None:
        offer = replace(TERMS, options=(discounted("25", "40000"), discounted("0", "40000", split=True)))
        assert judge_offer(offer, RULES).roles == (RV, VF, LD)

    def test_an_offer_inside_needs_nobody(self) -> None:
        found = judge_offer(replace(TERMS, options=(discounted("10", "40000"),)), RULES)
        assert found.is_inside
        assert judge_offer(TERMS, RULES) == Findings((), (), (), False, Decimal(0))


def at_least(worse: Findings, better: Findings) -> bool:
    """Whether the worse offer needs everybody the better one needs, and is refused where that is."""
    return (
        set(worse.roles) >= set(better.roles)
        and set(worse.notices) >= set(better.notices)
        and worse.is_refused >= better.is_refused
    )


class TestGivingMoreAway:
    """Whatever the offer: more discount, more days, worse paper, less margin never need fewer or lower approvers."""

    @given(options("0"), RATES, st.sampled_from(["ours", "redlined", "customer"]), st.data())
    def test_a_larger_discount_never_needs_fewer_or_lower(
        self, better: Option, rate: Decimal, paper: str, data: st.DataObject
    ) -> None:
        terms = replace(TERMS, paper=paper)
        shares = [data.draw(st.sampled_from([Decimal(1), Decimal("0.999"), Decimal("0.9"), Decimal("0.75"), Decimal(0)]))
                  for _ in better.lines]  # fmt: skip
        cheaper = tuple(
            replace(each, unit_net=(each.unit_net * share).quantize(Decimal("0.01"), "ROUND_FLOOR"))
            for each, share in zip(better.lines, shares, strict=True)
        )
        worse = replace(better, lines=cheaper)
        before, after = (judge(each, terms, RULES, reporting_rate=rate) for each in (better, worse))
        assert at_least(after, before), (before, after)

    @given(options("0"), st.sampled_from([1, 15, 30, 60]), RATES)
    def test_more_time_to_pay_never_needs_fewer(self, better: Option, days: int, rate: Decimal) -> None:
        worse = replace(better, payment_days=better.payment_days + days)
        assert at_least(
            judge(worse, TERMS, RULES, reporting_rate=rate), judge(better, TERMS, RULES, reporting_rate=rate)
        )

    @given(options("0"))
    def test_payment_in_parts_never_needs_fewer(self, better: Option) -> None:
        parts, whole = (replace(better, is_split_payment=split) for split in (True, False))
        assert at_least(judge(parts, TERMS, RULES), judge(whole, TERMS, RULES))

    @given(options("0"), st.sampled_from(["0.01", "1", "1000"]))
    def test_higher_costs_never_need_fewer(self, better: Option, cost: str) -> None:
        dearer = tuple(replace(each, unit_cost=each.unit_cost + Decimal(cost)) for each in better.lines)
        assert at_least(judge(replace(better, lines=dearer), TERMS, RULES), judge(better, TERMS, RULES))

    @given(options("0"))
    def test_worse_paper_never_needs_fewer(self, better: Option) -> None:
        ours, redlined, theirs = (
            judge(better, replace(TERMS, paper=p), RULES) for p in ("ours", "redlined", "customer")
        )
        assert at_least(redlined, ours)
        assert at_least(theirs, redlined)

    @given(st.integers(12, 70), st.integers(1, 30), st.sampled_from(["0", "12", "25"]))
    def test_a_longer_term_at_the_same_price_a_year_never_needs_fewer(self, months: int, more: int, off: str) -> None:
        shorter, longer = (discounted(off, "60000", term=each) for each in (months, months + more))
        assert at_least(judge(longer, TERMS, RULES), judge(shorter, TERMS, RULES))


class TestRuleSet:
    def test_reads_back_what_it_writes(self) -> None:
        assert RULES.as_json() == shipped_rules()
        assert RULES.problems() == []

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("discount", "edges"), ["10", "20"]),
            (("discount", "edges"), ["10", "x", "30"]),
            (("discount", "roles", 0, 0), ["sdr"]),
            (("discount", "roles", 0, 0), "leader"),
            (("payment", "edges"), [30, 45]),
            (("payment", "edges", 0), "30"),
            (("term", "longest"), 0),
            (("margin", "software"), 60),
            (("margin", "software"), "-1"),
            (("paper", "redlined"), {}),
        ],
    )
    def test_refuses_another_form(self, path: tuple[str | int, ...], value: Any) -> None:
        with pytest.raises(UnreadableRules):
            Guardrails.read(changed(path, value))

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            (("discount", "edges"), ["20", "10", "30"], "Discount bands rise from one to the next."),
            (("discount", "acv"), ["250000", "250000"], "ACV bands rise from one to the next."),
            (("discount", "roles", 2, 0), [], "A larger discount never needs fewer approvers."),
            (("discount", "roles", 3, 2), [RV, VF], "A larger ACV never needs fewer approvers."),
            (("discount", "notices", 0, 0), [LG], "A larger discount never needs fewer notices."),
            (("payment", "roles", 2), [VF], "A longer time to pay never needs fewer approvers."),
            (("term", "roles", 3), [LD], "A longer term never needs fewer approvers."),
            (("term", "longest"), 47, "The longest term lies beyond the last band."),
            (("margin", "refused_below"), "40", "A margin is refused below its floor, not above it."),
        ],
    )
    def test_says_what_cannot_be_published(self, path: tuple[str | int, ...], value: Any, problem: str) -> None:
        assert problem in Guardrails.read(changed(path, value)).problems()


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return the shipped rules with one value changed."""
    rules: Any = shipped_rules()
    place = rules
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return rules
