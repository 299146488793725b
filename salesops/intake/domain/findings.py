"""What our records say of a buyer somebody introduces, and what follows from it (domain §11.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# Kind, words, and what a reviewer must do about it before accepting.
KINDS = {
    "exact": "Same company or buyer",
    "probable": "Probably the same company",
    "open_opportunity": "Open opportunity",
    "customer": "Customer",
    "protected": "Protected for another partner",
    "worked": "We worked on it within 30 days",
}
# Which footing lets an introduction pass in spite of it; what is only known needs our word that it is settled.
PASSES: dict[str, tuple[str, ...]] = {
    "customer": ("separate_use_case",),
    "open_opportunity": ("separate_use_case", "influence"),
    "protected": ("separate_use_case", "influence"),
}
NEEDS_WORDS = ("exact", "probable", "worked")
SHORTEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom an introduction is about, as its sources are asked: with the accounts that are, or may be, the company."""

    domain: str
    email: str
    name: str
    company_key: str
    country: str
    exact_ids: tuple[int, ...] = ()
    probable_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `facts` are shown side by side with the introduction's own; never to partners."""

    kind: str
    title: str
    why: str
    path: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]


def verdict_of(findings: Iterable[Finding]) -> str:
    """This function will return what the partner is told at once: `clear`, or `closer` for anything at all (§11.3)."""
    return "closer" if any(True for _ in findings) else "clear"


def bases_left(findings: Iterable[Finding]) -> list[str]:
    """This function will list the footings on which the introduction may still be accepted (§11.3)."""
    left = ["new_buyer", "separate_use_case", "influence"]
    for finding in findings:
        left = [basis for basis in left if basis in PASSES.get(finding.kind, tuple(left))]
    return left


def needs_words(findings: Iterable[Finding]) -> bool:
    """This function will say whether accepting needs the reviewer's word on what was found (§11.3)."""
    return any(finding.kind in NEEDS_WORDS for finding in findings)
