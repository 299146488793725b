"""The personas: what kind of person a contact is for us, in versioned rules (domain §0.4, §11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

_SENIOR = frozenset("chief ceo cto cfo coo cio ciso cpo president founder owner partner vp director head".split())


@dataclass(frozen=True, slots=True)
class PersonaRules:
    """One version of the persona profile: whom we talk to best, whom we talk to well (domain §11.7)."""

    version: int
    best: frozenset[str]
    good: frozenset[str]
    most: int = 20

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


# Published rules never change; new ones are a new version.
RULES: Mapping[int, PersonaRules] = {
    1: PersonaRules(
        version=1,
        best=frozenset({"executive", "technical_lead", "product_owner", "operations"}),
        good=frozenset({"finance", "procurement", "security", "legal", "community_lead"}),
    ),
}
CURRENT = RULES[max(RULES)]


def is_senior(title: str) -> bool:
    """This function will say whether a title is that of somebody who decides."""
    return not _SENIOR.isdisjoint(title.lower().replace("-", " ").replace(",", " ").split())
