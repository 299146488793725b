"""What a stale plan shows: only what somebody else changed and saving would undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qualification.domain.plan_changes import stale_values
from qualification.domain.success_plan import Participant, PlanCriterion, PlanTerms

FAST = PlanCriterion("fast", "Nightly job", "technical", "must", "Run time", "min", "<=", "212", "60")
READ = PlanTerms(
    objective="Faster", use_case="Jobs", in_scope="Twelve jobs", out_of_scope="", infosec="", environment="",
    our_people="", participants=(Participant(1, "Kari Aasen", "Judges", True, False),),
    starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 30), checkpoints="", readout_on=date(2026, 4, 1),
    readout_audience="", decision_rule="They sign", next_step="Offer", criteria=(FAST,),
)  # fmt: skip


def test_nothing_where_only_i_changed_something() -> None:
    assert stale_values(READ, replace(READ, objective="Much faster"), READ) == {}


def test_nothing_where_both_made_the_same_change() -> None:
    both = replace(READ, next_step="Contract")
    assert stale_values(READ, both, both) == {}


def test_what_the_other_changed_beside_what_i_have() -> None:
    now = replace(READ, next_step="Contract", ends_on=date(2026, 3, 27))
    assert stale_values(READ, replace(READ, next_step="Proposal"), now) == {
        "Next step": {"yours": "Proposal", "now": "Contract"},
        "Ends on": {"yours": "30 Mar 2026", "now": "27 Mar 2026"},
    }


def test_rows_that_came_changed_and_went() -> None:
    now = replace(
        READ, criteria=(replace(FAST, target="45"), replace(FAST, key="more", text="Daily job")), participants=()
    )
    assert stale_values(READ, READ, now) == {
        "Nightly job": {"yours": "Run time ≤ 60 min, technical, must", "now": "Run time ≤ 45 min, technical, must"},
        "Daily job": {"yours": "", "now": "Run time ≤ 60 min, technical, must"},
        "Kari Aasen": {"yours": "Judges", "now": ""},
    }


def test_a_criterion_that_was_reworded_is_one_and_the_same() -> None:
    assert stale_values(READ, READ, replace(READ, criteria=(replace(FAST, text="The job at night"),))) == {
        "The job at night": {
            "yours": "“Nightly job”, Run time ≤ 60 min, technical, must", "now": "Run time ≤ 60 min, technical, must",
        }
    }  # fmt: skip


def test_everything_that_differs_where_i_began_from_nothing() -> None:
    assert stale_values(None, READ, replace(READ, next_step="Contract")) == {
        "Next step": {"yours": "Offer", "now": "Contract"}
    }
