"""The five sessions of a proof of concept: purpose, agenda, outputs and order (domain §4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SESSION_STATES = ("planned", "scheduled", "held", "no_show", "rescheduled", "cancelled")
# How long a proof may take at first, how much one extension adds, and how soon results are read out (calendar days).
TIME_BOX_DAYS, EXTENSION_DAYS = 30, 14
# The second extension is a sign of risk; there is no third.
MOST_EXTENSIONS = 2


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item with its planned minutes; 0 minutes is done before the call."""

    key: str
    text: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SessionTemplate:
    """One kind of session. `outputs` are what must exist before it can be closed, key to words."""

    number: int
    key: str
    label: str
    purpose: str
    minutes: int
    agenda: tuple[AgendaItem, ...]
    outputs: dict[str, str]
    is_repeatable: bool = False


def _agenda(*items: tuple[str, str, int]) -> tuple[AgendaItem, ...]:
    return tuple(AgendaItem(*item) for item in items)


SESSIONS: tuple[SessionTemplate, ...] = (
    SessionTemplate(
        1, "getting_started", "Getting started", "First engagement, foundations", 40,
        _agenda(
            ("introductions", "Introductions and expectations", 5),
            ("use_case", "Discovery and use case", 5),
            ("overview", "High-level product review", 5),
            ("set_up", "Interactive demo and account set-up", 20),
            ("next", "Next steps and channel", 5),
        ),
        {
            "environment": "Environment with a user", "sample_data": "Sample data loaded", "channel": "Shared channel",
            "next_booked": "Session 2 booked within 7 days", "actions": "Actions assigned",
        },
    ),
    SessionTemplate(
        2, "discovery", "Technical discovery", "Deep technical grasp of the use case", 60,
        _agenda(
            ("preparation", "Scoping questions sent ahead", 0),
            ("recap", "Recap", 5),
            ("data_flow", "End-to-end data flow", 35),
            ("criteria", "Success criteria", 10),
            ("next", "Next steps and data activation", 10),
        ),
        {
            "data_flow": "Data flow documented", "cases": "Painful cases with a baseline",
            "criteria": "Criteria measurable", "access": "Access and security confirmed",
            "next_booked": "Session 3 booked",
        },
    ),
    SessionTemplate(
        3, "hands_on", "Hands-on", "Prove capability on the customer's own data", 45,
        _agenda(
            ("data", "Data loading and validation", 10),
            ("optimise", "Query optimisation", 25),
            ("benchmark", "Benchmark planning", 10),
        ),
        {
            "own_data": "Own data loaded", "improvement": "At least one measured improvement",
            "benchmark": "Benchmark plan agreed", "next_booked": "Next session booked",
        },
        is_repeatable=True,
    ),
    SessionTemplate(
        4, "validation", "Validation", "Show performance and cost outcome", 60,
        _agenda(
            ("results", "Benchmark results, cost comparison, check against the criteria", 40),
            ("business_case", "Business case", 15),
            ("decision", "Decision framework", 5),
        ),
        {
            "results": "Results document", "cost": "Cost analysis", "scored": "Criteria scored",
            "questions": "Questions closed",
        },
    ),
    SessionTemplate(
        5, "migration_planning", "Migration planning", "Clear route to production", 60,
        _agenda(
            ("overview", "Overview and key steps", 5),
            ("deep_dive", "Technical deep dive", 40),
            ("next", "Next steps and action plan", 10),
            ("timeline", "Timeline close", 5),
        ),
        {
            "plan": "Migration plan with steps, owners, weeks and dependencies", "risks": "Risks",
            "kickoff": "Kickoff date",
        },
    ),
)  # fmt: skip
BY_KEY = {session.key: session for session in SESSIONS}
# Sessions from this number on need a signed plan (R27).
SIGNED_FROM = 3
READOUT_WITHIN_DAYS = 5


def readout_due(measured_on: date) -> date:
    """This function will return the last day for the readout: 5 business days after the measuring was closed."""
    day, left = measured_on, READOUT_WITHIN_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def order_fault(kind: str, held: Iterable[str]) -> str:
    """This function will say why a session may not be held yet, or nothing: 1, 2, 3 at least once, 4, then 5."""
    there, wanted = set(held), BY_KEY[kind]
    if kind in there and not wanted.is_repeatable:
        return f"{wanted.label} was held already."
    before = [session for session in SESSIONS if session.number < wanted.number and session.key not in there]
    if before:
        return f"{before[0].label} comes first."
    later = [session for session in SESSIONS if session.number > wanted.number and session.key in there]
    return f"{later[0].label} was held already; the order is 1 to 5." if later else ""
