"""How a partner's non-disclosure agreement stands: without a valid one nothing is introduced (domain §11.1, R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WARN_DAYS = 30


@dataclass(frozen=True, slots=True)
class NdaState:
    """The standing on one day: `missing`, `ahead`, `valid`, `expiring` (within 30 days) or `expired`."""

    key: str
    valid_to: date | None = None
    days_left: int = 0

    @property
    def is_valid(self) -> bool:
        """Say whether the partner may introduce."""
        return self.key in ("valid", "expiring")


def nda_state(valid_from: date | None, valid_to: date | None, today: date) -> NdaState:
    """This function will say how an agreement with these first and last days stands on a day (domain §11.1)."""
    if valid_from is None or valid_to is None:
        return NdaState("missing")
    left = (valid_to - today).days
    if today < valid_from:
        return NdaState("ahead", valid_to, left)
    if left < 0:
        return NdaState("expired", valid_to, left)
    return NdaState("expiring" if left <= WARN_DAYS else "valid", valid_to, left)
