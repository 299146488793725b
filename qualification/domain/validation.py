"""What gates know of a deal's proposal, and how the words of a refusal are found (domain §1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualification.domain.triggers import PSV, ROUTES, TRIGGER_BY_KEY

# Business hours from the request to the verdict: two business days.
REVIEW_HOURS = 16
REASON_LENGTH = 10


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that keeps a version from being final: a trigger not cleared on a route, a block, a condition."""

    key: str
    about: str
    route: str

    @property
    def sentence(self) -> str:
        """What stands in the way, and who clears it."""
        if self.key == "blocked":
            return f"Blocked by pre-sales validation: {self.about}"
        if self.key == "condition":
            return f"A condition of the verdict is missing: {self.about}"
        label, route = TRIGGER_BY_KEY[self.key].label, ROUTES[self.route].lower()
        return f"{self.key} {label}: {told(self.key, self.about)} ({route})"


def told(trigger: str, about: str) -> str:
    """This function will say what a trigger fires for where anybody may read it: amounts stay with the proposal."""
    return "amounts, shown with the proposal" if TRIGGER_BY_KEY[trigger].tells_amounts else about


@dataclass(frozen=True, slots=True)
class ValidationFacts:
    """The newest version of a deal's proposal; number 0 where there is none.

    `unnamed` lists what its scope leaves open of assumptions, processor, devices and card brands.
    """

    number: int = 0
    is_final: bool = False
    open_points: Sequence[OpenPoint] = ()
    unnamed: Sequence[str] = ()
    is_asked: bool = False
    is_clear: bool = False


def refusal_code(points: Sequence[OpenPoint]) -> str:
    """This function will name the refusal: R05 while validation has not cleared it, R06 for commercial authority."""
    return "R05" if any(each.route == PSV for each in points) else "R06"
