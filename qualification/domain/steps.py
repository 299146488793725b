"""How far the decision process is mapped (domain §3.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecisionSteps:
    """How many decision steps are written down, and how many have owner, date and approver."""

    total: int
    complete: int

    @property
    def is_complete(self) -> bool:
        """Whether there are steps and every one is complete."""
        return self.total > 0 and self.complete == self.total
