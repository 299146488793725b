"""The personas: what kind of person a contact is for us, in versioned rules (domain §0.4, §11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

PERSONAS: tuple[tuple[str, str], ...] = (
    ("executive", "Executive"),
    ("technical_lead", "Technical lead"),
    ("product_owner", "Product owner"),
    ("operations", "Operations"),
    ("finance", "Finance"),
    ("procurement", "Procurement"),
    ("legal", "Legal"),
    ("security", "Security"),
    ("community_lead", "Community lead"),
    ("end_user", "End user"),
    ("other", "Other"),
)
KEYS = frozenset(key for key, _ in PERSONAS)


@dataclass(frozen=True, slots=True)
class PersonaRules:
    """One version of the persona profile: whom we talk to best, whom we talk to well (domain §11.7).

    `senior` are the words of titles of those who decide.
    """

    version: int
    best: frozenset[str]
    good: frozenset[str]
    senior: frozenset[str]
    most: ClassVar[int] = 20

    @classmethod
    def read(cls, version: int, stored: Mapping[str, Any]) -> PersonaRules:
        """This function will read a stored version."""
        return cls(version, *(frozenset(stored[name]) for name in ("best", "good", "senior")))

    def as_json(self) -> dict[str, Any]:
        """This function will write the rules as they are stored."""
        return {"best": sorted(self.best), "good": sorted(self.good), "senior": sorted(self.senior)}

    def problems(self) -> dict[str, list[str]]:
        """This function will say, by field, why the rules cannot be."""
        if (self.best | self.good) - KEYS:
            return {"best": ["There is no such persona."]}
        return {"good": ["A persona is one or the other."]} if self.best & self.good else {}

    def spoken(self) -> dict[str, str]:
        """This function will say every rule in words."""
        return {
            "Whom we talk to best": _labels(self.best),
            "Part of the decision": _labels(self.good),
            "Titles of those who decide": ", ".join(sorted(self.senior)) or "none",
        }

    def points_of(self, persona: str) -> int:
        """Return the points of a persona, of `most`."""
        if persona in self.best:
            return self.most
        return 12 if persona in self.good else 5

    def why(self, persona: str) -> str:
        """Say in words what a persona means to us."""
        label = dict(PERSONAS).get(persona, persona)
        if persona in self.best:
            return f"{label}: whom we talk to best."
        return f"{label}: part of the decision." if persona in self.good else f"{label}: seldom decides."

    def is_senior(self, title: str) -> bool:
        """Say whether a title is that of somebody who decides."""
        return not self.senior.isdisjoint(title.lower().replace("-", " ").replace(",", " ").split())


def _labels(keys: frozenset[str]) -> str:
    return ", ".join(label for key, label in PERSONAS if key in keys) or "none"
