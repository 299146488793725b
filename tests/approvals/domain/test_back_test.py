"""The report of a back-test, summed up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from approvals.domain.back_test import sum_up

RV, VF = 1, 2


def row(number: int, old: int, new: int, **more: Any) -> dict[str, Any]:
    """Return a row of a report."""
    plain = {
        "basis": "list", "outcome": "won", "answer": "", "old_refused": False, "new_refused": False, "amount": "100.00",
        "examples": [1],
    }  # fmt: skip
    return {**plain, "number": number, "old_bits": old, "new_bits": new, **more}


class TestSumUp:
    def test_counts_each_deal_once_before_and_once_after(self) -> None:
        report = sum_up(
            [row(3, RV, 0), row(2, RV | VF, RV | VF, outcome="lost"), row(5, 0, 0, basis="deal", outcome="open")]
        )
        assert report.deals == 10
        assert report.bases == [("by list price", 5), ("by their money alone", 5)]
        assert [(need.who, need.old.number, need.new.number, need.change) for need in report.needs] == [
            ("Nobody", 5, 8, 3), ("Regional VP", 3, 0, -3), ("Regional VP, then VP finance", 2, 2, 0),
        ]  # fmt: skip
        assert [need.change_words for need in report.needs] == ["+3", "−3", "0"]
        assert (report.changed, report.most) == (3, 8)

    def test_counts_a_deal_for_each_role_it_needs(self) -> None:
        roles = {need.who: (need.old.number, need.new.number) for need in sum_up([row(2, RV | VF, VF)]).roles}
        assert roles == {
            "Regional VP": (2, 0),
            "VP finance": (2, 2),
            "Legal": (0, 0),
            "Leader": (0, 0),
            "Refused": (0, 0),
        }

    def test_says_what_became_of_those_that_would_change(self) -> None:
        report = sum_up(
            [row(2, RV, 0, answer="approved"), row(1, RV, 0, outcome="lost", answer="rejected", examples=[7])]
        )
        (shift,) = report.shifts
        assert (shift.before, shift.after) == ("Regional VP", "Nobody")
        deals = shift.deals
        assert (deals.number, deals.won, deals.lost, deals.open, deals.approved, deals.rejected) == (3, 2, 1, 0, 2, 1)
        assert (deals.amount, deals.examples) == (Decimal("200.00"), [1, 7])

    def test_what_is_refused_needs_nobody_but_is_counted_apart(self) -> None:
        (shift,) = sum_up([row(1, RV, RV, old_refused=True)]).shifts
        assert (shift.before, shift.after) == ("Refused", "Regional VP")

    def test_of_nothing_is_nothing(self) -> None:
        report = sum_up([])
        assert (report.deals, report.changed, report.most, list(report.needs)) == (0, 0, 0, [])
