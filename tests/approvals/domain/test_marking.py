"""The marks beside an offer's numbers (domain §6.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from approvals.domain.marking import mark_offer
from opportunities.domain.offer_marks import INSIDE, NEEDS, REFUSED, Mark, OfferMarks
from opportunities.domain.offers import Option
from tests.approvals.offers import RULES, TERMS, discounted, line, option


def marks(judged: Option, paper: str = "ours") -> OfferMarks:
    """Return the marks of an offer of one option."""
    return mark_offer(replace(TERMS, paper=paper, options=(judged,)), RULES, reporting_rate=Decimal(1))


class TestMarks:
    def test_say_inside_where_nobody_is_needed(self) -> None:
        found = marks(discounted("10", "40000"))
        option_marks = found.option("A")
        assert {option_marks.lines[1], option_marks.discount, option_marks.term, option_marks.payment} == {
            Mark(INSIDE, "inside")
        }
        assert (found.paper, found.steps, found.reasons) == (Mark(INSIDE, "inside"), (), ())
        assert found.sentence == "Inside all guardrails: the usual approval of an offer, in the fast lane."

    def test_say_by_how_much_a_line_and_the_total_are_over(self) -> None:
        option_marks = marks(option(line("40000", "38000"), line("40000", "30800"))).option("A")
        assert option_marks.lines == {1: Mark(INSIDE, "inside"), 2: Mark(NEEDS, "over by 13.0 pts")}
        assert option_marks.discount == Mark(NEEDS, "over by 4.0 pts")

    def test_a_hair_over_never_reads_as_nothing_over(self) -> None:
        assert marks(discounted("10.001", "40000")).option("A").discount == Mark(NEEDS, "over by 0.1 pts")

    def test_name_who_is_needed_where_the_acv_asks_for_it(self) -> None:
        assert marks(discounted("0", "250000")).option("A").discount == Mark(NEEDS, "needs VP finance")

    def test_mark_term_payment_and_paper(self) -> None:
        found = marks(discounted("0", "40000", term=61, days=61), paper="redlined")
        assert found.option("A").term == Mark(REFUSED, "refused")
        assert found.option("A").payment == Mark(NEEDS, "needs Leader")
        assert found.paper == Mark(NEEDS, "needs Legal")
        assert found.is_refused
        assert found.sentence == "61 months are refused: no contract runs over 60 months."

    def test_measure_margins_against_their_floors(self) -> None:
        both = option(line("100", "100", cost="34"), line("100", "100", kind="services", cost="65.04"))
        option_marks = marks(both).option("A")
        assert option_marks.software_margin == Mark(INSIDE, "6.0 pts above floor")
        assert option_marks.services_margin == Mark(NEEDS, "0.1 pts under floor")
        assert marks(option(line("100", "100", cost="91"))).option("A").software_margin.state == REFUSED


class TestIfYouAskNow:
    @pytest.mark.parametrize(
        ("judged", "paper", "sentence"),
        [
            (
                discounted("21", "519000"), "ours",
                "Above 20 % to 30 % at ACV from 250,000: three steps, 40 business hours at most.",
            ),
            (discounted("15", "40000"), "ours", "Above 10 % to 20 % at ACV under 50,000: one step, 8 business hours at most."),
            (discounted("0", "120000"), "customer", "Customer paper: two steps, 88 business hours at most."),
        ],
    )  # fmt: skip
    def test_says_steps_and_hours(self, judged: Option, paper: str, sentence: str) -> None:
        assert marks(judged, paper).sentence == sentence

    def test_names_the_steps_in_order(self) -> None:
        assert marks(discounted("21", "519000"), "redlined").steps == ("Regional VP", "VP finance", "Legal", "Leader")
