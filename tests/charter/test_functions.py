"""What each function never does is refused with a code, a sentence and what to do instead (domain §1.7)."""

from __future__ import annotations

import pytest

from salesops.charter import Facts, decide
from salesops.charter.functions import FUNCTIONS, functions_of
from salesops.charter.matrix import MATRIX
from salesops.charter.refusals import Refusal
from salesops.core.actor import Actor

ME, SOMEBODY = 1, 2
REFUSED = [
    (role, action, never.refusal)
    for function in FUNCTIONS.values()
    for role in sorted(function.roles)
    for never in function.never
    for action in never.actions
]


def _favourable(role: str) -> Facts:
    return Facts(
        owner_id=SOMEBODY, is_renewal=True, is_assigned_to_actor=True, is_own_area=True, step_role=role, triggers_cleared=True
    )  # fmt: skip


@pytest.mark.parametrize(("role", "action", "why"), REFUSED, ids=lambda value: str(value))
def test_never_means_never(role: str, action: str, why: Refusal) -> None:
    answer = decide(Actor(ME, "Me", frozenset({role})), action, _favourable(role))
    assert (answer.allowed, answer.code, answer.sentence, answer.next_action) == (
        False, why.code, why.sentence, why.next_action,
    )  # fmt: skip
    assert why.code in ("R08", "R09", "R14")
    assert why.next_action


def test_the_table_says_what_the_specification_says() -> None:
    """Commercial negotiation and forecasting; account ownership; owning the customer apart from Sales."""
    never = {key: {action for each in f.never for action in each.actions} for key, f in FUNCTIONS.items()}
    assert never["solution_engineering"] >= {"opp.edit_commercial", "approval.decide", "forecast.submit"}
    assert never["professional_services"] == never["sales_partnerships"] == {"opp.own", "owner.change"}
    assert never["customer_success"] == set()
    assert set().union(*never.values()) <= MATRIX.keys()


def test_another_role_of_the_person_still_lends_its_rights() -> None:
    both = Actor(ME, "Both", frozenset({"partner_manager", "ae"}))
    assert decide(both, "opp.own", Facts()).allowed
    assert decide(Actor(ME, "Pm", frozenset({"partner_manager"})), "opp.own", Facts()).code == "R09"


def test_an_unrelated_role_does_not_open_what_the_function_never_does() -> None:
    viewer = Actor(ME, "Pm", frozenset({"partner_manager", "viewer"}))
    assert decide(viewer, "owner.change", Facts()).code == "R09"


def test_a_person_may_work_in_several_functions() -> None:
    assert functions_of({"csm", "engineer"}) == {"customer_success", "solution_engineering"}
    assert functions_of({"ae", "leader"}) == frozenset()


def test_no_role_works_in_two_functions() -> None:
    roles = [role for function in FUNCTIONS.values() for role in function.roles]
    assert len(roles) == len(set(roles))
