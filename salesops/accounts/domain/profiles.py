"""The two profiles a score rests on, company and persona, in versions; and what one version says otherwise (§11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from salesops.accounts.domain.icp import IcpRules
from salesops.accounts.domain.personas import PersonaRules

Rules = IcpRules | PersonaRules
READERS: dict[str, type[IcpRules] | type[PersonaRules]] = {"icp": IcpRules, "persona": PersonaRules}
LABELS = {"icp": "Company profile", "persona": "Persona profile"}


@dataclass(frozen=True, slots=True)
class Profiles:
    """The versions of both profiles that something is scored by."""

    icp: IcpRules
    persona: PersonaRules

    def replace(self, rules: Rules) -> Profiles:
        """Return the same with one of the two in another version."""
        return Profiles(rules, self.persona) if isinstance(rules, IcpRules) else Profiles(self.icp, rules)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that differs, in words."""

    what: str
    old: str
    new: str


def read_rules(kind: str, version: int, stored: Mapping[str, Any]) -> Rules:
    """This function will read the stored rules of a profile, "icp" or "persona"."""
    return READERS[kind].read(version, stored)


def changes(old: Rules, new: Rules) -> list[RuleChange]:
    """This function will list the rules in which two versions of one profile differ, in the order they are read."""
    before = old.spoken()
    return [RuleChange(what, before[what], says) for what, says in new.spoken().items() if says != before[what]]
