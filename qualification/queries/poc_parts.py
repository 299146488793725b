"""The parts of a proof of concept as pages show them: a criterion, a session, the time box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qualification.domain.poc import SessionTemplate
from qualification.domain.poc_outcome import NOT_TESTED, PASS, Result
from qualification.domain.success_plan import PlanCriterion
from qualification.models import Measurement, PocSession


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion as the page shows it: its result, and who measured it when (nobody for a MEDDPICC level)."""

    result: Result
    measurement: Measurement | None

    @property
    def criterion(self) -> PlanCriterion:
        """The criterion itself."""
        return self.result.criterion

    @property
    def is_failing_must(self) -> bool:
        """Whether it stands in the way of the outcome."""
        return self.criterion.priority == "must" and self.result.state not in (PASS, NOT_TESTED)

    @property
    def is_measured_here(self) -> bool:
        """Whether a value is entered for it; a relationship criterion is read from MEDDPICC."""
        return self.criterion.category != "relationship"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five kinds of session: the one that counts now, and whether booking it is what comes next.

    `cancelled` is the last one where that was taken off the calendar and none is booked since.
    """

    template: SessionTemplate
    session: PocSession | None
    held_count: int
    now: datetime
    needs_signature: bool
    is_offered: bool
    cancelled: PocSession | None

    @property
    def state(self) -> str:
        """`held`, `late`, `booked` or `open`; a repeatable one that is booked again is booked."""
        if self.session and self.session.state == "scheduled":
            return "late" if self.session.starts_at < self.now else "booked"
        return "held" if self.held_count else "open"

    @property
    def days_late(self) -> int:
        """Days since it should have taken place."""
        return (self.now.date() - self.session.starts_at.date()).days if self.session else 0

    @property
    def minutes_taken(self) -> int:
        """Minutes of the last one held, as written down."""
        return sum(self.session.minutes.values()) if self.session else 0

    @property
    def items_done(self) -> int:
        """Agenda items that have minutes."""
        return len(self.session.minutes) if self.session else 0


@dataclass(frozen=True, slots=True)
class Booking:
    """One appointment with the customer: the session that counts, the first it was booked as, how often it changed."""

    session: PocSession
    first_id: int
    changes: int
    is_cancelled: bool


def booking_with(sessions: Sequence[PocSession], session_id: int) -> Booking:
    """This function will follow a session to what was booked in its place, and back to where it began.

    `sessions` are all of one kind in one proof, oldest first: what was moved is followed by what took its place.
    """
    moved: list[PocSession] = []
    for each in sessions:
        moved.append(each)
        if each.state != "rescheduled":
            if session_id in {one.pk for one in moved}:
                break
            moved = []
    is_cancelled = moved[-1].state == "cancelled"
    return Booking(moved[-1], moved[0].pk, len(moved) - 1 + is_cancelled, is_cancelled)


@dataclass(frozen=True, slots=True)
class TimeBox:
    """The days a proof may take: `day` of `days`, both counted from the start."""

    starts_on: date
    ends_on: date
    day: int
    days: int

    @property
    def days_over(self) -> int:
        """Days past the end; 0 inside the box."""
        return max(self.day - self.days, 0)
