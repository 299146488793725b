"""The six steps from an offer to a closed deal, each with who acts and how it stands (domain §7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    """How a step stands; `skipped` is one the channel does not have."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the steps read. Numbers and letters are empty where there is none yet."""

    channel: str = ""
    offer_number: int | None = None
    is_covered: bool = False
    needs_approval: bool = True
    is_shown: bool = False
    letter: str = ""
    quote_number: str = ""
    is_quote_signed: bool = False
    marketplace_reference: str = ""
    is_accepted: bool = False
    missing: int = 0
    waits_for_payment: bool = False
    is_won: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps: what is done, by whom, how it stands and one sentence."""

    number: int
    title: str
    actor: str
    state: StepState
    sentence: str


MARKETPLACE = "marketplace"
# The customer answers the quote by a paper of their own, and does not sign ours.
ANSWERED_BY_PAPER = ("purchase_order", "reseller", "mou")
# How the customer's last act is called in each channel.
ACCEPTANCE = {
    MARKETPLACE: ("Customer accepts", "Marketplace administrator"),
    "direct_signature": ("Countersignature", "Customer's signer"),
    "purchase_order": ("Purchase order", "Customer's procurement"),
    "reseller": ("Order to the reseller", "End customer and reseller"),
    "mou": ("Signed memorandum", "Customer's signer"),
    "auto_renewal": ("No objection", "Customer"),
}


def closing_steps(facts: StepFacts) -> tuple[Step, ...]:
    """This function will say how each of the six steps stands; the first that is not done is the current one."""
    rows = (_prepare(facts), _present(facts), _quote(facts), _marketplace(facts), _accept(facts), _close(facts))
    steps: list[Step] = []
    for number, (title, actor, done, sentence) in enumerate(rows, start=1):
        if done is None:
            state = StepState.SKIPPED
        elif done:
            state = StepState.DONE
        else:
            waits = any(each.state is StepState.CURRENT for each in steps)
            state = StepState.AHEAD if waits else StepState.CURRENT
        steps.append(Step(number, title, actor, state, sentence))
    return tuple(steps)


_Row = tuple[str, str, bool | None, str]


def _prepare(facts: StepFacts) -> _Row:
    if facts.offer_number is None:
        sentence = "No offer is written."
    elif not facts.needs_approval:
        sentence = f"Offer v{facts.offer_number} is inside every guardrail; nobody has to approve it."
    else:
        covered = "covered by its approval" if facts.is_covered else "not covered by an approval"
        sentence = f"Offer v{facts.offer_number} is {covered}."
    return "Prepare and approve the offer", "Owner, then regional VP and finance", facts.is_covered, sentence


def _present(facts: StepFacts) -> _Row:
    if facts.letter:
        sentence = f"They chose option {facts.letter} in writing."
    else:
        sentence = "They have it and have not chosen." if facts.is_shown else "The customer picks an option in writing."
    return "Present and confirm", "Owner and customer", bool(facts.letter), sentence


def _quote(facts: StepFacts) -> _Row:
    if facts.channel == "auto_renewal":
        return "Issue the quote", "Finance", None, "An automatic renewal needs no new paper."
    is_done = facts.is_quote_signed or (facts.channel in ANSWERED_BY_PAPER and bool(facts.quote_number))
    if facts.is_quote_signed:
        sentence = f"{facts.quote_number} is signed."
    elif facts.quote_number:
        sentence = f"{facts.quote_number} is {'issued' if is_done else 'out to be signed'}."
    else:
        sentence = "Finance issues the quote."
    return "Issue the quote, collect the signature", "Finance, owner and signer", is_done, sentence


def _marketplace(facts: StepFacts) -> _Row:
    title = "Create the marketplace offer"
    if facts.channel != MARKETPLACE:
        return title, "Finance", None, "This channel has no marketplace step."
    reference = facts.marketplace_reference
    sentence = f"Private offer {reference}." if reference else "Finance makes the private offer from the signed quote."
    return title, "Finance", bool(reference), sentence


def _accept(facts: StepFacts) -> _Row:
    title, actor = ACCEPTANCE.get(facts.channel, ("Customer accepts", "Customer"))
    sentence = "It is filed." if facts.is_accepted else "It is filed once it arrives."
    return title, actor, facts.is_accepted, sentence


def _close(facts: StepFacts) -> _Row:
    if facts.is_won:
        sentence = "Confirmed; the agreement is on record."
    elif facts.missing:
        sentence = f"{facts.missing} document{'' if facts.missing == 1 else 's'} missing."
    else:
        sentence = "It waits for the payment." if facts.waits_for_payment else "Finance confirms it as won."
    return "Close the deal", "Finance, never the owner", facts.is_won, sentence
