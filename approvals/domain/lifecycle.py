"""What a request must say, how long an approval lasts, and why somebody may not decide (domain §6.2, §6.5, §1.4)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

LASTS_DAYS = 30
WORDS = 20
COMMENT = 10
LABELS = {
    "what": "What is asked",
    "why": "Why",
    "give_get": "What we give and get",
    "expectation": "What the customer expects",
    "alternatives": "Alternatives",
}


@dataclass(frozen=True, slots=True)
class Justification:
    """Why the answer should be yes: mandatory in every part."""

    what: str
    why: str
    give_get: str
    expectation: str
    alternatives: str
    needed_by: date | None

    def faults(self, today: date) -> dict[str, list[str]]:
        """This function will say what is missing, by field."""
        found = {
            each.name: [f"Say it in at least {WORDS} characters."]
            for each in fields(self)
            if each.name not in ("what", "needed_by") and len(getattr(self, each.name).strip()) < WORDS
        }
        if not 5 <= len(self.what.strip()) <= 300:
            found["what"] = ["Say in a line what is asked."]
        if self.needed_by is None or self.needed_by < today:
            found["needed_by"] = ["Name the day the decision is needed by, today or later."]
        return found


def approval_ends(day: date) -> date:
    """This function will return the last day of an approval given on a day: 30 days, or the quarter's end if sooner."""
    month = (day.month - 1) // 3 * 3 + 4
    quarter_ends = date(day.year + (month > 12), month if month <= 12 else 1, 1) - timedelta(days=1)
    return min(day + timedelta(days=LASTS_DAYS), quarter_ends)


# What `step_refusal()` of the database answers, in words.
APART = {
    "requester": "You asked for this yourself.",
    "owner": "The deal is yours.",
    "editor": "You wrote these terms.",
    "deputy": "You stand in for somebody who asked for this or wrote it.",
    "second_step": "You have approved another step of this request already; this one needs a second person.",
}
