"""What a proposal version says: scope, assumptions, limits, wishes and special terms (domain §1.5, §1.6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

THIRD_PARTIES = [
    ("lab_slot", "Lab slot"),
    ("acquirer", "Acquirer"),
    ("device_vendor", "Device vendor"),
    ("other", "Other"),
]
SPECIAL_TERMS = [
    ("promise", "Promise already voiced to the buyer"),
    ("legal_terms", "Non-standard legal terms or customer paper"),
    ("payment_terms", "Payment terms beyond standard, milestone or refundable billing"),
    ("guarantee", "Guarantee, penalty or pass-first-time commitment"),
    ("free_work", "Free work, credits or unpaid pilot"),
    ("subcontractor", "Subcontractor required"),
]
LONGEST_LIST = 100
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class ScopeItem:
    """One thing we will deliver: what, of which deliverable type, from the catalogue or custom."""

    text: str
    deliverable: str
    is_custom: bool = False


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Somebody else the work depends on; `document_id` is their written commitment, filed with the opportunity."""

    name: str
    kind: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class SpecialTerm:
    """One term beside the standard ones, of a kind of SPECIAL_TERMS."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposalTerms:
    """The content of one version. `places` are ISO country codes; `go_live_on` is the buyer's wish, a day."""

    items: tuple[ScopeItem, ...] = ()
    assumptions: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    processor: str = ""
    tools: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    places: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    go_live_on: date | None = None
    special_terms: tuple[SpecialTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a verdict asks for: it becomes an exclusion or a risk, and settles the triggers it names."""

    text: str
    becomes: str
    triggers: tuple[str, ...] = ()


def terms_as_data(terms: ProposalTerms) -> dict[str, Any]:
    """This function will return the terms as JSON holds them."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(terms), default=str))
    return data


def terms_from_data(data: Mapping[str, Any]) -> ProposalTerms:
    """This function will read terms that `terms_as_data` wrote."""
    given = {each.name: data[each.name] for each in fields(ProposalTerms)}
    day = given["go_live_on"]
    read = {
        "items": tuple(ScopeItem(**each) for each in given["items"]),
        "third_parties": tuple(ThirdParty(**each) for each in given["third_parties"]),
        "special_terms": tuple(SpecialTerm(**each) for each in given["special_terms"]),
        "go_live_on": date.fromisoformat(day) if day else None,
    }
    texts = ("assumptions", "exclusions", "risks", "tools", "places", "schemes")
    return ProposalTerms(**(given | read | {name: tuple(given[name]) for name in texts}))


def fingerprint(terms: ProposalTerms) -> str:
    """This function will return the SHA-256 of the terms, the same for the same terms."""
    text = json.dumps(terms_as_data(terms), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def with_conditions(terms: ProposalTerms, conditions: tuple[Condition, ...]) -> ProposalTerms:
    """This function will add the conditions of a verdict to the exclusions and risks (domain §1.6)."""
    exclusions = tuple(each.text for each in conditions if each.becomes == "exclusion")
    risks = tuple(each.text for each in conditions if each.becomes == "risk")
    return replace(terms, exclusions=terms.exclusions + exclusions, risks=terms.risks + risks)


def terms_faults(terms: ProposalTerms) -> dict[str, list[str]]:
    """This function will name what a version must not be, field by field."""
    faults: dict[str, list[str]] = {}
    if not terms.items:
        faults["items"] = ["Say at least one thing we will deliver."]
    for each in fields(ProposalTerms):
        value = getattr(terms, each.name)
        if isinstance(value, tuple) and (wrong := _list_faults(value)):
            faults[each.name] = [*faults.get(each.name, []), *wrong]
    return faults | _closed_faults(terms)


def _list_faults(values: tuple[Any, ...]) -> list[str]:
    texts = [value if isinstance(value, str) else getattr(value, "text", "") or value.name for value in values]
    checks = [
        (len(texts) > LONGEST_LIST, f"At most {LONGEST_LIST} lines."),
        (any(not text.strip() for text in texts), "A line is empty."),
        (any(len(text) > LONGEST_TEXT for text in texts), f"A line is longer than {LONGEST_TEXT} characters."),
        (len({text.strip().casefold() for text in texts}) < len(texts), "Two lines are the same."),
    ]
    return [words for holds, words in checks if holds]


def _closed_faults(terms: ProposalTerms) -> dict[str, list[str]]:
    closed = [
        ("third_parties", {each.kind for each in terms.third_parties}, dict(THIRD_PARTIES)),
        ("special_terms", {each.kind for each in terms.special_terms}, dict(SPECIAL_TERMS)),
    ]
    return {
        name: [f"{', '.join(sorted(unknown))} is none of {', '.join(known)}."]
        for name, given, known in closed
        if (unknown := given - set(known))
    }
