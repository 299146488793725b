"""A reminder rule as data, the matters it finds, and the turns a matter takes (domain §12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from salesops.core.actor import RecordRef
from salesops.core.business_time import Calendar, next_opening
from salesops.reminders.domain.offsets import Offset, Unit, due_at


@dataclass(frozen=True, slots=True)
class Lane:
    """Who is told and when: at fixed points, then every so often. `to` is a word of `Matter.people`."""

    to: str
    at: tuple[Offset, ...]
    every: Offset | None = None
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of domain §12.

    `scope` is the record that is locked while it fires (`opportunity`, `user`, …). An urgent rule (marked ! in the
    table) is never snoozed. A notice tells what happened once: the person ends it. All others end by themselves.
    """

    key: str
    scope: str
    title: str
    trigger: str
    stops: str
    lanes: tuple[Lane, ...]
    is_urgent: bool = False
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """Something a rule found: on which record, since when, whom it concerns, and what to do about it.

    `anchor` names the occasion (`next_step:2026-11-20`) and never contains "now": the same occasion is never told
    twice. `since` may lie ahead: what is due one day is planned today. `allowance` is in business hours, or in
    calendar days as a span; where the record itself keeps when a share of it is over, `moments` says so by per cent.
    `title` says what to do, `why` what was found; `path` leads to where it is done, and `act` names that button. A
    quiet matter stands but has nothing to say now: its turns pass in silence.
    """

    subject: RecordRef
    scope_id: int
    anchor: str
    since: date | datetime
    people: Mapping[str, tuple[int, ...]]
    title: str
    why: str
    path: str
    act: str = "Open"
    allowance: float | timedelta = 0
    moments: Mapping[int, datetime] = field(default_factory=dict)
    is_quiet: bool = False


def lane(to: str, *at: str, every: str = "") -> Lane:
    """This function will write a lane in the words of the table: `lane("owner", "0 bd", "2 bd", every="7 d")`."""
    return Lane(to, tuple(Offset.read(text) for text in at), Offset.read(every) if every else None)


def due_of_turn(line: Lane, turn: int, matter: Matter, calendar: Calendar) -> datetime | None:
    """This function will return when a lane tells for the `turn`-th time (from 0), in UTC; None after its last."""
    if turn < len(line.at):
        return _due(line.at[turn], matter, calendar)
    if line.every is None or not line.at:
        return None
    last, more = line.at[-1], line.every.times(turn - len(line.at) + 1)
    if last.unit is more.unit:
        # From where the matter began: a turn that a day off moves does not move those after it.
        return _due(Offset(last.amount + more.amount, last.unit), matter, calendar)
    return due_at(_due(last, matter, calendar), more, calendar, allowance=matter.allowance)


def _due(offset: Offset, matter: Matter, calendar: Calendar) -> datetime:
    kept = matter.moments.get(offset.amount) if offset.unit is Unit.SHARE else None
    if kept is None:
        return due_at(matter.since, offset, calendar, allowance=matter.allowance)
    opens, closes = calendar.hours_on(calendar.day_of(kept))
    # Time that is used up at the end of a day is over then, not the next morning.
    return kept if opens < closes and opens <= kept <= closes else next_opening(kept, calendar=calendar)


def newest_turn(line: Lane, turn: int, matter: Matter, calendar: Calendar, *, now: datetime) -> int:
    """This function will return the last turn that is due by now, at least `turn`: after an outage only it tells."""
    while (due := due_of_turn(line, turn + 1, matter, calendar)) is not None and due <= now:
        turn += 1
    return turn


def why_told(lane_name: str, *, is_deputy: bool) -> str:
    """This function will say why somebody is told, in words for the inbox and the reminder's page."""
    role = lane_name.replace("_", " ")
    return f"You stand in for the {role}, who is away." if is_deputy else f"You are told as {role}."
