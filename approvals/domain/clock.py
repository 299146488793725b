"""How much of a step's time is left, in business hours (domain §6.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepClock:
    """`left` of `hours` business hours of the approver; negative once it is late."""

    left: float
    hours: int

    @property
    def spent(self) -> int:
        """The share of the time that is used, in per cent, 100 once it is over."""
        return min(100, max(0, round((self.hours - self.left) / self.hours * 100)))

    @property
    def tone(self) -> str:
        """How it is drawn: warn from half of the time on, bad once it is over."""
        return "bad" if self.left < 0 else "warn" if self.spent >= 50 else ""

    @property
    def words(self) -> str:
        """What is left, or by how much it is late: `1 h 40`."""
        minutes = round(abs(self.left) * 60)
        hours, rest = divmod(minutes, 60)
        shown = f"{hours} h {rest:02d}" if hours and rest else f"{hours} h" if hours else f"{rest} min"
        return f"{shown} late" if self.left < 0 else shown
