"""What gates and health know of an opportunity's proof of concept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """The newest POC that was not abandoned; an empty state means that there is none.

    `is_skip_approved` says that commercial authority approved to go without one.
    """

    state: str = ""
    outcome: str = ""
    outcome_sentence: str = ""
    plan_number: int = 0
    is_plan_signed: bool = False
    is_skip_approved: bool = False


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What gates read of the newest plan: `judges` committed and still there, how many of them are a champion,

    criteria that are measured; and how many decision criteria of the customer are written down.
    """

    judges: int
    champions: int
    measured: int
    decision_criteria: int
