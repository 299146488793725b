"""What planning compares: the turns that should be pending against those that are (reliability §6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from salesops.core.business_time import Calendar
from salesops.reminders.domain.rules import Lane, Matter, due_of_turn

PENDING, CANCELLED, DEAD = "pending", "cancelled", "dead"


@dataclass(frozen=True, slots=True, order=True)
class Occasion:
    """One lane of one rule about one occasion on one record: a chain of turns, at most one of them pending."""

    rule: str
    subject_kind: str
    subject_id: int
    lane: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule asks for on an occasion, in the calendar of the first person it tells."""

    line: Lane
    matter: Matter
    calendar: Calendar
    revision: int

    def due(self, turn: int) -> datetime | None:
        """Return when a turn is due, in UTC; None after the last."""
        return due_of_turn(self.line, turn, self.matter, self.calendar)


@dataclass(frozen=True, slots=True)
class Chain:
    """The last turn there is of an occasion."""

    row_id: int
    turn: int
    status: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Make:
    """A turn that is missing."""

    occasion: Occasion
    duty: Duty
    turn: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A turn that is due at another time, or wanted again after it was cancelled."""

    row_id: int
    due_at: datetime
    is_revived: bool


@dataclass(frozen=True, slots=True)
class Cancel:
    """A turn that nobody needs any more."""

    row_id: int


def set_right(duties: Mapping[Occasion, Duty], chains: Mapping[Occasion, Chain]) -> list[Make | Move | Cancel]:
    """This function will return what makes the pending turns those that the duties ask for; nothing where they are.

    A chain goes on after what was told or skipped, takes up again what was cancelled, and rests where it is dead.
    """
    idle = [Cancel(chain.row_id) for occasion, chain in chains.items()
            if chain.status == PENDING and occasion not in duties]  # fmt: skip
    return [*idle, *(act for occasion, duty in duties.items() if (act := _act(occasion, duty, chains.get(occasion))))]


def _act(occasion: Occasion, duty: Duty, chain: Chain | None) -> Make | Move | Cancel | None:
    if chain is not None and chain.status == DEAD:
        return None
    is_kept = chain is not None and chain.status in (PENDING, CANCELLED)
    turn = 0 if chain is None else chain.turn + (not is_kept)
    due = duty.due(turn)
    if chain is None or not is_kept:
        return Make(occasion, duty, turn, due) if due else None
    if due is None:
        return Cancel(chain.row_id) if chain.status == PENDING else None
    if chain.status == PENDING and chain.due_at == due:
        return None
    return Move(chain.row_id, due, is_revived=chain.status == CANCELLED)
