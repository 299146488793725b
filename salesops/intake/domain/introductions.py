"""The life of an introduction: its states, what a partner sees of them, its clocks (domain §11.2–§11.6)."""

from __future__ import annotations

from datetime import timedelta

STATES = {
    "draft": "Draft",
    "submitted": "Submitted",
    "in_review": "In review",
    "needs_info": "Question asked",
    "accepted": "Accepted",
    "introduced": "Introduced",
    "converted": "Converted",
    "won": "Won",
    "lost": "Lost",
    "declined": "Declined",
    "expired": "Expired",
    "lapsed": "Lapsed",
    "withdrawn": "Withdrawn",
}
# A partner sees groups, never our stages (§11.6).
GROUPS = {
    "received": "Received",
    "accepted": "Accepted",
    "conversation": "In conversation",
    "proposal": "Proposal",
    "closed_won": "Closed, won",
    "closed_lost": "Closed, lost",
    "declined": "Not accepted",
    "lapsed": "Lapsed",
}
_GROUP_OF_STATE = {
    "submitted": "received",
    "in_review": "received",
    "needs_info": "received",
    "accepted": "accepted",
    "introduced": "conversation",
    "converted": "conversation",
    "won": "closed_won",
    "lost": "closed_lost",
    "declined": "declined",
    "expired": "lapsed",
    "lapsed": "lapsed",
    "withdrawn": "lapsed",
}
WAITING = ("submitted", "in_review", "needs_info")  # for our first word, or for the partner's answer
RUNNING = ("accepted", "introduced", "converted")  # after our yes, before an end
# Nothing happens to these any more. A lost deal may be reopened, a win voided; both come back to `converted`.
ENDED = ("declined", "expired", "lapsed", "withdrawn", "won", "lost")
MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("submitted",),
    "submitted": ("in_review", "needs_info", "accepted", "declined", "expired", "withdrawn"),
    "in_review": ("needs_info", "accepted", "declined", "expired", "withdrawn"),
    "needs_info": ("in_review", "accepted", "declined", "expired", "withdrawn"),
    "accepted": ("introduced", "converted", "lapsed", "withdrawn"),
    "introduced": ("converted", "lapsed", "withdrawn"),
    "converted": ("won", "lost", "withdrawn"),
    "won": ("converted",),
    "lost": ("converted",),
}
DECLINE_REASONS = {
    "duplicate": "Duplicate",
    "existing_opportunity": "Existing opportunity",
    "existing_customer": "Existing customer",
    "not_icp": "Not the kind of company we sell to",
    "no_real_buyer": "No real buyer",
    "no_timeline": "No timeline",
    "outside_territory": "Outside our territories",
    "insufficient_information": "Not enough information",
    "conflict_of_interest": "Conflict of interest",
}
# On which footing an introduction is accepted (§11.3): only an influence brings no protection.
BASES = {
    "new_buyer": "New buyer, protected",
    "separate_use_case": "Known company, separate new use case, protected",
    "influence": "Influence on an open opportunity, no protection",
}
# Why a protection ended, as its partner may know it (§11.4).
END_REASONS = {
    "ran_out": "its time ran out",
    "lapsed": "the introduction lapsed",
    "lost": "the opportunity was lost",
    "won": "they are a customer",
    "withdrawn": "you withdrew it",
    "rival": "a rival was introduced to this buyer",
}
# A partner's fee, never its amount (§11.6): as its agreement says when we accept, due with the win, paid.
FEE_STATES = {"": "None agreed", "agreed": "Agreed", "due": "Due", "paid": "Paid"}
BUYER_ROLES = {"buyer": "Buyer", "influencer": "Influencer", "unknown": "Unknown"}
CHANNELS = {
    "portal": "Partner portal",
    "api": "Partner system",
    "referrer": "Referrer link",
    "staff": "Taken down by us",
}

ANSWER_HOURS = 16.0  # two business days for our first word
PARTNER_HOURS = 40.0  # five business days: to answer a question, and to make an accepted introduction
PROTECTED_FOR = timedelta(days=90)
EXTENDED_BY = timedelta(days=30)
WORKED_WITHIN = timedelta(days=30)
WARN_BEFORE = timedelta(days=14)


def group_of(state: str, progress: str) -> str:
    """This function will return the status group a partner sees; `progress` says how far the deal is (§11.6)."""
    return "proposal" if state == "converted" and progress == "proposal" else _GROUP_OF_STATE[state]


def may_move(state: str, target: str) -> bool:
    """This function will say whether an introduction may go from one state to another (§11.2)."""
    return target in MOVES.get(state, ())
