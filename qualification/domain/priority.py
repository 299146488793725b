"""Which deal to work on first (domain §9.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

URGENT_DAYS, DISTANT_DAYS = 14, 180


def urgency(close_date: date | None, today: date) -> float:
    """This function will return 1 up to 14 days before the close date, falling in a line to 0 at 180 days."""
    if close_date is None:
        return 0.0
    left = (close_date - today).days
    return min(1.0, max(0.0, (DISTANT_DAYS - left) / (DISTANT_DAYS - URGENT_DAYS)))


@dataclass(frozen=True, slots=True)
class Priority:
    """What a priority is made of: `value` is the share of the owner's open deals whose ACV is at most this one's,
    `urgency` as above, both of 1; `probability` in percent, `health` 0 to 100."""

    value: float
    probability: int
    health: int
    urgency: float

    @property
    def parts(self) -> tuple[tuple[str, float, float], ...]:
        """Its four parts by key: the weight of each, and the share of 1 it is weighed with."""
        return (
            ("value", 0.35, self.value),
            ("probability", 0.25, self.probability / 100),
            ("health", 0.20, self.health / 100),
            ("urgency", 0.20, self.urgency),
        )

    @property
    def score(self) -> int:
        """The priority, 0 to 100."""
        return round(100 * sum(weight * share for _, weight, share in self.parts))
