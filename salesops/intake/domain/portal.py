"""What a partner reads of one introduction: group, one sentence, one clock, what they can do (domain §11.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from salesops.core.business_time import Calendar, business_hours_between
from salesops.intake.domain.introductions import (
    ANSWER_HOURS,
    DECLINE_REASONS,
    GROUPS,
    PARTNER_HOURS,
    WARN_BEFORE,
    group_of,
)

# The order of the list: what needs the partner first.
SECTIONS = {
    "needs": "Needs you",
    "received": "Received",
    "accepted": "Accepted",
    "conversation": "In conversation",
    "proposal": "Proposal",
    "closed": "Closed and lapsed",
}
FILTERS = {"all": "All", "needs": "Needs you", "protected": "Protected", "closed": "Closed"}
HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Clock:
    """Time that runs: words, per cent used, and how near its end it is (`""`, `warn` or `bad`)."""

    words: str
    used: int | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One introduction as its partner may know it: `values` are the columns the portal's role may read."""

    values: dict[str, Any]
    question: dict[str, Any] | None = None
    protection: dict[str, Any] | None = None
    dispute: dict[str, Any] | None = None
    names: dict[int, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The status group's key."""
        return group_of(self.values["state"], self.values["progress"])

    @property
    def label(self) -> str:
        """The status group in words."""
        return GROUPS[self.group]

    @property
    def tone(self) -> str:
        """The colour of the group's badge; the words carry the meaning."""
        return {"accepted": "accent", "conversation": "accent", "proposal": "accent", "closed_won": "good"}.get(
            self.group, ""
        )

    @property
    def reviewer(self) -> str:
        """Who reads it."""
        return self.names.get(self.values["reviewer_id"] or 0, "")

    @property
    def host(self) -> str:
        """Whom the buyer is introduced to."""
        return self.names.get(self.values["host_id"] or 0, "")

    @property
    def needs_partner(self) -> bool:
        """Whether the partner has the ball."""
        return self.values["state"] in ("accepted", "needs_info")

    @property
    def is_protected(self) -> bool:
        """Whether a protection stands."""
        return self.protection is not None and self.protection["ended_at"] is None

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.group in ("closed_won", "closed_lost", "declined", "lapsed")

    @property
    def lost_to_rival(self) -> bool:
        """Whether its protection ended because a rival was introduced."""
        return self.protection is not None and self.protection["end_reason"] == "rival"

    @property
    def may_object(self) -> bool:
        """Whether a decision went against the partner that it does not dispute yet."""
        is_open = self.dispute is not None and self.dispute["settled_at"] is None
        return (self.is_closed or self.lost_to_rival) and not is_open

    @property
    def section(self) -> str:
        """Where in the list it stands."""
        return "needs" if self.needs_partner else "closed" if self.is_closed else self.group

    def fits(self, chosen: str) -> bool:
        """Say whether a filter keeps it."""
        kept = {"needs": self.needs_partner, "protected": self.is_protected, "closed": self.is_closed}
        return kept.get(chosen, True)


def sentence(shown: Shown, day: Callable[[Any], str]) -> str:
    """This function will say in one sentence how an introduction stands (§11.6); `day` writes a date."""
    values = shown.values
    state = values["state"]
    if state in ("submitted", "in_review"):
        return f"Received {day(values['submitted_at'])}, receipt {values['receipt']}."
    if state == "needs_info":
        return "We asked one question."
    if state == "accepted":
        return f"Accepted {day(values['decided_at'])}. Make the introduction to {shown.host}."
    if state in ("introduced", "converted"):
        step = values["shared_step"]
        return f"Next step shared with you: {step}." if step else f"In touch with {shown.host}."
    ended = {
        "won": f"Won {day(values['ended_at'])}.",
        "lost": f"Closed {day(values['ended_at'])}.",
        "declined": f"Not accepted: {DECLINE_REASONS.get(values['decline_reason'], '').lower()}.",
        "expired": "Our question stayed unanswered.",
        "lapsed": "Introduction not made in 5 business days." if not values["introduced_at"] else "Its time ran out.",
        "withdrawn": f"You withdrew it on {day(values['ended_at'])}.",
    }[state]
    return f"{ended} {fee(shown, day)}".strip()


def fee(shown: Shown, day: Callable[[Any], str]) -> str:
    """This function will say how the partner's own fee stands, never how much it is; '' for none (§11.6)."""
    state = shown.values["fee_state"]
    if state == "agreed" and not shown.is_closed:
        return "Fee agreed; it is due once they are our customer."
    paid_on = shown.values["fee_paid_on"]
    return {"due": "Your fee is due.", "paid": f"Your fee was paid {day(paid_on)}." if paid_on else ""}.get(state, "")


def clock(shown: Shown, now: datetime, calendar: Calendar, day: Callable[[Any], str]) -> Clock | None:
    """This function will return the one clock that runs on an introduction, if any (§11.2, §11.4)."""
    values, state = shown.values, shown.values["state"]
    if state in ("submitted", "in_review"):
        left = business_hours_between(now, values["answer_due"], calendar=calendar)
        words = f"First answer by {day(values['answer_due'])}" if left >= 0 else "We are late with our answer"
        return Clock(words, _used(left, ANSWER_HOURS))
    if state == "needs_info" and shown.question:
        return _partners(shown.question["due_at"], now, calendar, "to answer", "then it expires")
    if state == "accepted":
        return _partners(values["introduce_by"], now, calendar, "left", "then it lapses")
    if not shown.is_protected or shown.protection is None:
        return None
    if shown.protection["is_held"]:
        return Clock("Protected while the opportunity is open")
    whole = (shown.protection["ends_at"] - shown.protection["accepted_at"]).days
    left_days = max((shown.protection["ends_at"] - now).days, 0)
    tone = "warn" if shown.protection["ends_at"] - now <= WARN_BEFORE else ""
    return Clock(f"Protected, {left_days} of {whole} days left", round(100 * (whole - left_days) / whole), tone)


def _partners(due: datetime, now: datetime, calendar: Calendar, left_words: str, end_words: str) -> Clock:
    left = business_hours_between(now, due, calendar=calendar)
    if left < 0:
        return Clock(f"Its time is over, {end_words}", 100, "bad")
    days = ceil(left / HOURS_A_DAY)
    unit = "business day" if days == 1 else "business days"
    tone = "warn" if days <= 2 else ""
    words = f"{days} {unit} {left_words}" + (f", {end_words}" if tone else "")
    return Clock(words, _used(left, PARTNER_HOURS), tone)


def _used(left: float, whole: float) -> int:
    return min(100, max(2, round(100 * (whole - left) / whole)))


def agreed_day(text: str) -> date | None:
    """This function will read the day a draft keeps, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
