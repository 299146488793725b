"""The mutual success plan: its terms, its fingerprint, and which changes need a new signature (domain §4.2, §4.3)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from qualification.domain.meddpicc import BY_KEY

CATEGORIES = ("technical", "business", "relationship")
PRIORITIES = ("must", "should", "could")
# How a measured value is compared with its target, and how people read that.
SIGNS = {">=": "≥", "<=": "≤", "=": "="}
DIRECTIONS = tuple(SIGNS)
# Stakeholder roles whose holder signs the plan.
CHAMPIONS = ("champion", "champion_candidate")
# A start or an end that moves by more than this needs a new signature (calendar days).
SIGNED_DATES_MOVE_BY = 7
# What poc_number() in SQL reads too, and nothing else: a measured value has no more digits.
_NUMBER = re.compile(r"[+-]?([0-9]{1,14}(\.[0-9]{0,4})?|\.[0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class PlanCriterion:
    """One success criterion. Numbers are decimal texts in `unit`; a relationship criterion names a MEDDPICC level."""

    key: str
    text: str
    category: str
    priority: str
    metric: str
    unit: str
    direction: str
    baseline: str
    target: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of the customer: what they do, and whether they have committed to judge the results."""

    contact_id: int
    name: str
    duty: str
    is_champion: bool
    is_committed: bool


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What both sides agree to. Dates are days."""

    objective: str
    use_case: str
    in_scope: str
    out_of_scope: str
    infosec: str
    environment: str
    our_people: str
    participants: tuple[Participant, ...]
    starts_on: date
    ends_on: date
    checkpoints: str
    readout_on: date
    readout_audience: str
    decision_rule: str
    next_step: str
    criteria: tuple[PlanCriterion, ...]

    @property
    def musts(self) -> dict[str, PlanCriterion]:
        """The must-criteria by key."""
        return {each.key: each for each in self.criteria if each.priority == "must"}


def terms_as_data(terms: PlanTerms) -> dict[str, Any]:
    """This function will return the terms as JSON holds them."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(terms), default=str))
    return data


def terms_from_data(data: Mapping[str, Any]) -> PlanTerms:
    """This function will read terms that `terms_as_data` wrote."""
    given = {each.name: data[each.name] for each in fields(PlanTerms)}
    dates = {name: date.fromisoformat(given[name]) for name in ("starts_on", "ends_on", "readout_on")}
    people = tuple(Participant(**each) for each in given["participants"])
    criteria = tuple(PlanCriterion(**each) for each in given["criteria"])
    return PlanTerms(**(given | dates | {"participants": people, "criteria": criteria}))


def fingerprint(terms: PlanTerms) -> str:
    """This function will return the SHA-256 of the terms, the same for the same terms whoever writes them down."""
    text = json.dumps(terms_as_data(terms), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def needs_signature(signed: PlanTerms, new: PlanTerms) -> list[str]:
    """This function will say what the champion has not agreed to yet, compared with the last signed terms."""
    checks = [
        (signed.musts != new.musts, "A must-criterion changed."),
        ((signed.in_scope, signed.out_of_scope) != (new.in_scope, new.out_of_scope), "The scope changed."),
        (_moved(signed.starts_on, new.starts_on), f"The start moved by more than {SIGNED_DATES_MOVE_BY} days."),
        (_moved(signed.ends_on, new.ends_on), f"The end moved by more than {SIGNED_DATES_MOVE_BY} days."),
    ]
    return [words for holds, words in checks if holds]


def plan_faults(terms: PlanTerms) -> dict[str, list[str]]:
    """This function will name what a plan must not be, field by field."""
    faults: dict[str, list[str]] = {}
    if terms.ends_on <= terms.starts_on:
        faults["ends_on"] = ["The end comes after the start."]
    if terms.readout_on < terms.starts_on:
        faults["readout_on"] = ["The readout comes after the start."]
    keys = [each.key for each in terms.criteria]
    if len(keys) != len(set(keys)):
        faults["criteria"] = ["Two criteria have the same key."]
    wrong = [fault for each in terms.criteria for fault in _criterion_faults(each)]
    if not terms.musts:
        wrong.append("At least one criterion is a must.")
    if wrong:
        faults["criteria"] = [*faults.get("criteria", []), *wrong]
    return faults


def number(text: str) -> Decimal | None:
    """This function will read a number as people write it, or None: 14 digits, 4 decimals, commas between thousands."""
    plain = text.strip(" ").replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _criterion_faults(criterion: PlanCriterion) -> list[str]:
    closed = [(criterion.category, CATEGORIES), (criterion.priority, PRIORITIES), (criterion.direction, DIRECTIONS)]
    found = [
        f"{criterion.text}: {value or 'nothing'} is none of {', '.join(known)}."
        for value, known in closed
        if value not in known
    ]
    if number(criterion.target) is None:
        found.append(f"{criterion.text}: the target is a number with at most 4 decimals.")
    if criterion.category == "relationship" and criterion.metric not in BY_KEY:
        found.append(f"{criterion.text}: a relationship criterion is a level of a MEDDPICC component; name it.")
    return found


def _moved(before: date, after: date) -> bool:
    return abs((after - before).days) > SIGNED_DATES_MOVE_BY
