"""What the gates of layer 2 know of an opportunity: plain values, loaded for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from opportunities.domain.kinds import HELD_KINDS


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """One activity: its kind, when it happened, its note's length, how many customers attended, whether an AE did."""

    kind: str
    happened_at: datetime
    note_length: int
    customer_count: int
    has_ae: bool


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """One document: what it is and how far it got."""

    kind: str
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class StakeholderFact:
    """One contact's role here, and whether that contact is still there."""

    contact_id: int
    name: str
    role: str
    persona: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class HoldoverFact:
    """The deal stays with its owner until a day, then goes to whoever has its territory now (domain §5.4)."""

    ends_on: date
    to_name: str
    territory: str


@dataclass(frozen=True, slots=True)
class OpportunityFacts:
    """Everything the evaluators of layer 2 read. Text is trimmed; money is in the record's currency."""

    fields: Mapping[str, str | int | Decimal | date | datetime | None]
    discovery: Mapping[str, Any]
    pursuit_plan: Mapping[str, Any] | None
    icp_fit: int | None
    activities: tuple[ActivityFact, ...]
    documents: tuple[DocumentFact, ...]
    stakeholders: tuple[StakeholderFact, ...]
    milestones: frozenset[str]
    icp_rule_version: int | None = None
    holdover: HoldoverFact | None = None

    def record(self, name: str) -> Mapping[str, Any]:
        """This function will return the record a criterion's argument names."""
        if name == "discovery":
            return self.discovery
        if name == "pursuit_plan":
            return self.pursuit_plan or {}
        return self.fields

    def count(self, what: str) -> int:
        """This function will count the things a criterion's argument names; an unknown name counts none."""
        held = [item for item in self.activities if item.kind in HELD_KINDS]
        answers = [self.fields[name] for name in ("budget", "authority", "timeline")]
        counts = {
            "enquiries": sum(item.kind == "enquiry" for item in self.activities),
            "stakeholders": len({item.contact_id for item in self.stakeholders}),
            "leads": int(self.fields.get("lead_id") is not None),
            "held_activities": len(held),
            "held_without_note": sum(item.note_length == 0 for item in held),
            "pursuit_plans": int(self.pursuit_plan is not None),
            "viable_answers": answers.count("viable"),
            "ruled_out_answers": answers.count("not"),
        }
        return counts.get(what, 0)
