"""The eight components: what they mean, what to ask, how long an answer stays fresh (domain §3.1, §3.3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """One component. Ages are in days; the late one holds near the close date or from 75 % on."""

    key: str
    short: str
    label: str
    meaning: str
    questions: tuple[str, str, str]
    max_age: int
    max_age_late: int


COMPONENTS: tuple[Component, ...] = (
    Component(
        "metrics", "M", "Metrics", "Business impact and success in numbers",
        ("Which numbers tell you it worked?", "How is return measured?", "Whose report shows them?"), 60, 30,
    ),
    Component(
        "economic_buyer", "E", "Economic buyer", "The person who holds the budget and can approve the spend",
        ("Whose budget is it?", "Whose yes is enough?", "Who could still say no?"), 45, 21,
    ),
    Component(
        "decision_criteria", "DC", "Decision criteria", "Technical and business tests for choosing a vendor",
        ("How will solutions be judged?", "What is must-have, what is nice?", "Who wrote the list?"), 45, 30,
    ),
    Component(
        "decision_process", "DP", "Decision process", "The steps through procurement, legal and approval",
        ("What is the evaluation timeline?", "Who approves?", "What happens the day after the proof?"), 30, 14,
    ),
    Component(
        "paper_process", "PP", "Paper process", "Legal, procurement and contracting needs",
        ("How does procurement work?", "Who negotiates contracts?", "Who signs, and who accepts a marketplace offer?"),
        30, 14,
    ),
    Component(
        "identify_pain", "I", "Identify pain", "The problems and drivers that force a solution",
        ("What is broken today?", "What if nothing changes?", "By when does it hurt?"), 90, 60,
    ),
    Component(
        "champion", "CH", "Champion", "An inside advocate with influence and commitment",
        ("Who will argue for this?", "Who gains most?", "What have they done for us?"), 30, 14,
    ),
    Component(
        "competition", "CO", "Competition", "Other vendors and solutions considered, doing nothing included",
        ("What else are you evaluating?", "What is the status quo?", "Whom do they prefer?"), 45, 21,
    ),
)  # fmt: skip

BY_KEY = {component.key: component for component in COMPONENTS}
LEVELS = ("Unknown", "Identified", "Confirmed", "Validated")
HIGHEST = 3
# Level 3 of these needs a second person (domain §1.4.6).
COSIGNED = frozenset({"economic_buyer", "champion"})
LATE_PERCENT = 75
LATE_DAYS_TO_CLOSE = 30
