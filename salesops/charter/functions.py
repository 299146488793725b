"""The four functions that help Sales with a deal: who they are, and what each never does (domain §1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesops.charter.capacities import VALIDATION_ROLES
from salesops.charter.refusals import REFUSALS, Refusal

COMMERCIAL_NEGOTIATION = (
    "opp.edit_commercial proposal.finalise approval.submit approval.decide quote.issue change.price"
).split()
FORECASTING = ("forecast.submit",)
OWNERSHIP = ("opp.own", "owner.change")


@dataclass(frozen=True, slots=True)
class Never:
    """Actions a function's roles never lend a right to, whatever else the matrix allows them."""

    actions: Iterable[str]
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Function:
    """One function: the roles its people hold, and what it never does."""

    label: str
    roles: frozenset[str]
    never: tuple[Never, ...] = ()


def _never_owns(sentence: str, actions: Iterable[str] = OWNERSHIP) -> Never:
    """The boundary of layer 3 holds for all of them; whoever wants it otherwise reads what to do instead."""
    instead = "Leave the owner in Sales, or tell sales operations; ask this function by a collaboration request."
    return Never(actions, Refusal("R09", sentence, instead))


FUNCTIONS: dict[str, Function] = {
    "solution_engineering": Function(
        "Solution Engineering",
        VALIDATION_ROLES,
        (
            Never(COMMERCIAL_NEGOTIATION, REFUSALS["R08"]),
            Never(
                FORECASTING,
                Refusal(
                    "R14",
                    "The forecast is the owner's word; Solution Engineering never forecasts.",
                    "Tell the owner what you know of the timing.",
                ),
            ),
            Never(("owner.change",), REFUSALS["R09"]),
            _never_owns("Solution Engineering never owns a deal.", ("opp.own",)),
        ),
    ),
    "customer_success": Function("Customer Success", frozenset({"csm", "customer_team"})),
    "professional_services": Function(
        "Professional Services",
        frozenset({"program_manager", "delivery_manager"}),
        (_never_owns("Professional Services never owns an account and never says who does."),),
    ),
    "sales_partnerships": Function(
        "Sales Partnerships",
        frozenset({"partner_manager"}),
        (_never_owns("Sales Partnerships never owns a customer apart from Sales and never says who does."),),
    ),
}

_NEVER = {
    (role, action): never.refusal
    for function in FUNCTIONS.values()
    for role in function.roles
    for never in function.never
    for action in never.actions
}


def functions_of(roles: Iterable[str]) -> frozenset[str]:
    """This function will list the functions a person with these roles works in (domain §1.7)."""
    held = frozenset(roles)
    return frozenset(key for key, function in FUNCTIONS.items() if function.roles & held)


def barred(roles: Iterable[str], action: str) -> dict[str, Refusal]:
    """This function will return those of the roles that never lend a right to the action, each with its refusal."""
    return {role: _NEVER[role, action] for role in sorted(roles) if (role, action) in _NEVER}
