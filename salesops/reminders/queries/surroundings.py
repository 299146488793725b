"""What firing needs beside the record itself, read once for a whole batch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from salesops.core.business_time import Calendar
from salesops.reminders.queries.finding import NOBODY
from salesops.reminders.queries.rules import InForce, rule_in_force
from salesops.users.models import Absence
from salesops.users.queries import away_on, calendars_of


class Surroundings:
    """The rules as operations set them, who works when, and who is away.

    A change of any of them counts from the next batch on; whether a matter stands is never kept.
    """

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._rules: dict[str, InForce] = {}
        self._calendars: dict[int, Calendar] = {}

    def rule(self, key: str) -> InForce:
        """This function will return a rule as it stands. Raises: KeyError where this code has none of the name."""
        if key not in self._rules:
            self._rules[key] = rule_in_force(key)
        return self._rules[key]

    def calendars(self, people: Iterable[int]) -> dict[int, Calendar]:
        """This function will return the calendars of some people, and the workspace's under 0."""
        missing = {NOBODY, *people} - set(self._calendars)
        if missing:
            self._calendars |= calendars_of(missing)
        return self._calendars

    @cached_property
    def away(self) -> dict[int, Absence]:
        """Who is away today, with the deputy."""
        return away_on(self.now.date())
