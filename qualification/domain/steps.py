"""How far the decision process is mapped and agreed (domain §3.1), and whether the buyer takes part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One step: who does it, who approves it, by when, and since when that person has agreed."""

    owner: str
    approver: str
    due_on: date | None
    secured_on: date | None

    @property
    def is_complete(self) -> bool:
        """Whether it has owner, date and approver."""
        return bool(self.owner and self.approver and self.due_on)

    def is_near(self, today: date, days: int) -> bool:
        """This function will say whether its approver has agreed, or is to within so many days from today."""
        if self.secured_on is not None and self.secured_on <= today:
            return True
        return self.due_on is not None and 0 <= (self.due_on - today).days <= days


@dataclass(frozen=True, slots=True)
class DecisionSteps:
    """The decision steps of a deal, in order."""

    steps: tuple[DecisionStep, ...] = ()

    @property
    def total(self) -> int:
        """How many are written down."""
        return len(self.steps)

    @property
    def complete(self) -> int:
        """How many have owner, date and approver."""
        return sum(step.is_complete for step in self.steps)

    @property
    def is_complete(self) -> bool:
        """Whether there are steps and every one is complete."""
        return self.total > 0 and self.complete == self.total

    def waiting(self, today: date, days: int) -> tuple[DecisionStep, ...]:
        """This function will return the steps nobody has agreed to and that lie further away."""
        return tuple(step for step in self.steps if not step.is_near(today, days))


@dataclass(frozen=True, slots=True)
class Engagement:
    """When the economic buyer last took part in a call or meeting."""

    buyer_attended_at: datetime | None
