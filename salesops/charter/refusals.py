"""The refusals R01–R28: code, sentence and what to do instead (domain §1.2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One boundary of a layer or state, in the words a person reads."""

    code: str
    sentence: str
    next_action: str


def _table(*rows: tuple[str, str, str]) -> dict[str, Refusal]:
    return {code: Refusal(code, sentence, next_action) for code, sentence, next_action in rows}


GENERIC = Refusal(
    "refused",
    "Your role does not do this on this record.",
    "Ask the opportunity owner, or sales operations if your role is wrong.",
)

REFUSALS = _table(
    (
        "R01",
        "Scope is worked out by the opportunity owner with pre-sales validation.",
        "Add what you heard to the problem description and it will reach them.",
    ),
    ("R02", "Only the opportunity owner may discuss price.", "Ask the owner to contact the buyer."),
    (
        "R03",
        "Processor and tooling questions go to pre-sales validation.",
        "Note the buyer's current set-up in the introduction; do not advise on it.",
    ),
    ("R04", "Dates are committed only in an approved proposal.", "Record the buyer's wished date as a wish."),
    (
        "R05",
        "This proposal has scope items that pre-sales validation has not cleared.",
        "Request validation or remove them.",
    ),
    ("R06", "This offer goes beyond what was approved.", "Request approval or bring it back inside."),
    (
        "R07",
        "Customer follow-up stays with the opportunity owner.",
        "Send your point to the owner as a validation note.",
    ),
    (
        "R08",
        "Commercial terms belong to the owner and commercial authority.",
        "Report the margin or scope concern as a red flag.",
    ),
    (
        "R09",
        "Ownership changes are made by sales operations under the territory rules.",
        "Tell sales operations what you saw.",
    ),
    ("R10", "Routine follow-up stays with the owner.", "Leave guidance on the deal or take it over as an escalation."),
    (
        "R11",
        "Technical scoping is led by pre-sales validation.",
        "Open an escalation first if you must lead this call.",
    ),
    ("R12", "The sold scope is fixed.", "Raise a change request; commercial terms go through the owner."),
    ("R13", "This work is not in the accepted scope.", "Link an approved change request or raise one."),
    (
        "R14",
        "You are not the owner of this opportunity.",
        "Ask the owner to do it, or sales operations to change the owner.",
    ),
    ("R15", "You cannot approve or validate your own request.", "Ask a second person in the deciding role."),
    ("R16", "This field is locked while an approval is pending.", "Wait for the decision or withdraw the request."),
    ("R17", "The stage gate is not met.", "Meet the listed criteria, or ask for a waiver where one is possible."),
    (
        "R18",
        "The partner's non-disclosure agreement is missing or has expired.",
        "Ask the partner manager to renew it.",
    ),
    ("R19", "This is outside what partners see.", "Ask the owner what can be shared."),
    ("R20", "Delivery has not accepted the handoff yet.", "Wait for the program manager's acceptance."),
    ("R21", "Closing documents are missing.", "File the documents named in the missing list."),
    ("R22", "This account belongs to another territory.", "Ask the territory's owner, or raise a territory dispute."),
    ("R23", "The approval no longer covers this version.", "Request approval of this version or bring it back inside."),
    ("R24", "An invoice cannot be issued before the agreement is signed.", "File the signed agreement first."),
    ("R25", "The process definition is not published.", "Choose a published process."),
    (
        "R26",
        "Signer and marketplace administrator are not told apart.",
        "Name both, or confirm with a reason that they are one person.",
    ),
    (
        "R27",
        "The champion has not signed the current success plan.",
        "Send the plan to the champion and record the sign-off.",
    ),
    ("R28", "The record is closed.", "Reopen it if the rules allow, or open a new one."),
)


def refusal(code: str) -> Refusal:
    """This function will return the refusal of that code, or the generic one (domain §1.2)."""
    return REFUSALS.get(code, GENERIC)
