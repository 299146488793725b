"""Requirements in groups, the path to a security clearance, and questions: words and counts (domain §4.5 to §4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Choices = tuple[tuple[str, str], ...]

# The three groups that must match before terms are negotiated (domain §2.5, 5-E2).
GROUPS: Choices = (("technical", "Technical"), ("functional", "Functional"), ("business", "Business"))
INFOSEC = "infosec"
KINDS: Choices = (*GROUPS, (INFOSEC, "InfoSec"))
OPEN, VALIDATED, REJECTED, WITHDRAWN = "open", "validated", "rejected", "withdrawn"
STATES: Choices = (
    (VALIDATED, "Validated"),
    (REJECTED, "Rejected"),
    (OPEN, "Open"),
    (WITHDRAWN, "Withdrawn"),
)
QUESTION_KINDS: Choices = (*GROUPS[:2], ("commercial", "Commercial"))
# Least characters of the words a judgement, an alignment and its end rest on.
NOTE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """One kind of requirements: how many count, how many of them are validated, and whether the group is aligned."""

    listed: int = 0
    validated: int = 0
    is_aligned: bool = False

    @property
    def may_align(self) -> bool:
        """Whether there are requirements and every one is validated."""
        return 0 < self.listed == self.validated


NOTHING = GroupStanding()


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """What gates know of a deal's requirements, security path and questions; `open_questions` by kind."""

    standings: Mapping[str, GroupStanding] = field(default_factory=dict)
    path_steps: int = 0
    open_questions: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: str) -> GroupStanding:
        """This function will return how one kind stands; nothing is listed where nothing is known."""
        return self.standings.get(kind, NOTHING)
