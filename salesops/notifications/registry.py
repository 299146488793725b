"""What higher rooms add: whether a matter is still open when it is sent, and the days of a calendar feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from salesops.core.actor import Actor, RecordRef
from salesops.notifications.domain.calendar import CalendarEntry


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification as the check of its kind sees it."""

    dedupe: str
    kind: str
    recipient_id: int
    subject: RecordRef


Check = Callable[[Notice], bool]
Entries = Callable[[Actor, date, date], Iterable[CalendarEntry]]

_checks: dict[str, Check] = {}
_entries: dict[str, Entries] = {}


def still_relevant(*kinds: str) -> Callable[[Check], Check]:
    """This function will have the decorated check asked before anything of these kinds is sent (reliability §6.2).

    Raises: ValueError where a kind has another check.
    """

    def register(check: Check) -> Check:
        for kind in kinds:
            if _checks.setdefault(kind, check) is not check:
                raise ValueError(f"The kind {kind} has another check.")
        return check

    return register


def is_still_relevant(notice: Notice) -> bool:
    """This function will say whether a matter is still open; a kind without a check always is."""
    check = _checks.get(notice.kind)
    return check is None or check(notice)


def calendar_entries(name: str) -> Callable[[Entries], Entries]:
    """This function will put what the decorated function lists, from one day to another, into people's feeds.

    It is given the person, and lists what that person may see and has to remember.

    Raises: ValueError where the name is taken.
    """

    def register(entries: Entries) -> Entries:
        if _entries.setdefault(name, entries) is not entries:
            raise ValueError(f"Two rooms list {name}; rename one.")
        return entries

    return register


def entries_of(actor: Actor, since: date, until: date) -> list[CalendarEntry]:
    """This function will list everything that stands in a person's feed, in order of days."""
    found = [entry for entries in _entries.values() for entry in entries(actor, since, until)]
    return sorted(found, key=lambda entry: (entry.day, entry.key))
