"""What is settled before papers are signed: topics of the terms, and points of procurement and legal (domain §7.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opportunities.domain.closing_set import ClosingSet
from opportunities.domain.kinds import Choices

COMMERCIAL, LEGAL = "commercial", "legal"
TERM_KINDS: Choices = [(COMMERCIAL, "Commercial"), (LEGAL, "Legal")]
OPEN, AGREED, NOT_APPLICABLE = "open", "agreed", "not_applicable"
TERM_STATES: Choices = [(AGREED, "Agreed"), (NOT_APPLICABLE, "Not applicable"), (OPEN, "Open again")]
MINOR, MAJOR = "minor", "major"
SEVERITIES: Choices = [(MINOR, "Minor"), (MAJOR, "Major: keeps the papers back")]

# What every deal talks about; a deal adds its own. The twin is `term_standing()` in migrations/0014_terms.sql.
COMMERCIAL_TOPICS: Choices = [
    ("price", "Price and discount"),
    ("payment_terms", "Payment terms"),
    ("term_and_renewal", "Term and renewal"),
    ("scope", "Scope and deliverables"),
    ("service_levels", "Service levels"),
]
LEGAL_TOPICS: Choices = [
    ("liability", "Liability and indemnity"),
    ("data_protection", "Data protection"),
    ("intellectual_property", "Intellectual property"),
    ("termination", "Termination"),
    ("governing_law", "Governing law"),
]
STANDARD_TOPICS = COMMERCIAL_TOPICS + LEGAL_TOPICS
KIND_OF = {key: COMMERCIAL for key, _ in COMMERCIAL_TOPICS} | {key: LEGAL for key, _ in LEGAL_TOPICS}


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What gates read on the way to the signature: the offer that is shown, names of what is open or running."""

    closing_set: ClosingSet
    offer_number: int | None
    open_topics: Sequence[str]
    minor_items: Sequence[str]
    major_items: Sequence[str]
    papers: Sequence[str]
    other_renewals: Sequence[str]
    agreements: Sequence[str]
    channel: str
    has_administrator: bool
