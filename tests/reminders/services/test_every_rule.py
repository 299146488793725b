"""Each rule of domain §12 as declared, on a record of the test's own: it fires, repeats, climbs, is put off and stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from salesops.core.errors import Conflict
from salesops.reminders import registry
from salesops.reminders.domain.rules import Matter, Rule, due_of_turn
from salesops.reminders.models import Reminder, ReminderEntry
from salesops.reminders.registry import rules
from salesops.reminders.services.run_due import run_due
from salesops.reminders.services.snooze import snooze
from salesops.reminders.services.stop import stop_settled
from salesops.users.queries import calendars_of
from tests.cast import Cast
from tests.reminders.conftest import MONDAY, Book
from tests.reminders.watching import Watch

RULES = {found.rule.key: found.rule for found in rules()}
# After the longest warning, thirty days ahead.
LATER = MONDAY + timedelta(days=35)
# Long enough for the rarest repeat, thirty days, to come round after the latest beginning, ninety days in.
ALL = 151


@pytest.fixture
def begin(book: Book, cast: Cast, request: pytest.FixtureRequest) -> Watch:
    """The rule of this test, with something to tell from the sixth Monday on: Elena first, then Tomas."""
    rule: Rule = replace(RULES[request.getfixturevalue("key")], scope="toy")
    registry._rules.clear()
    registry.rule(rule)(lambda ids, now: [matter for pk in ids for matter in book.matters[pk]])
    first, *climbs = rule.lanes
    people = {first.to: (cast.user("elena").pk,)} | {line.to: (cast.user("tomas").pk,) for line in climbs}
    book.add(since=LATER, people=people, allowance=timedelta(days=20) if rule.key == "stage_aging" else 16)
    return Watch(rule.key, 1, MONDAY, scope="toy")


def turns(rule: Rule, matter: Matter, until: datetime) -> set[tuple[str, datetime]]:
    """Who of a rule is told when, worked out from its lines alone."""
    calendar = calendars_of([None])[0]
    found = set()
    for line in rule.lanes:
        turn = 0
        while (due := due_of_turn(line, turn, matter, calendar)) is not None and due <= until:
            found.add((line.to, due))
            turn += 1
    return found


def told() -> set[tuple[str, datetime]]:
    return set(ReminderEntry.objects.filter(what="fired").values_list("lane", "at"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", RULES)
class TestEveryRule:
    def test_tells_everybody_at_each_of_its_turns_and_at_no_other(self, key: str, begin: Watch, book: Book) -> None:
        begin.pass_days(ALL)
        assert told() == turns(RULES[key], book.matters[1][0], begin.now)
        assert {lane for lane, _ in told()} == {line.to for line in RULES[key].lanes}
        assert Reminder.objects.filter(stopped_at=None).count() == 1

    def test_is_put_off_by_those_who_may_and_comes_back(self, key: str, begin: Watch, book: Book, cast: Cast) -> None:
        first, matter = RULES[key].lanes[0], book.matters[1][0]
        due = due_of_turn(first, 0, matter, calendars_of([None])[0])
        assert due is not None
        begin.pass_days((due - MONDAY) / timedelta(days=1))
        until = (due + timedelta(days=3)).date()
        put_off = {
            "actor": cast.elena,
            "now": due,
            "until": until,
            "reason": "At a fair",
            "reminder_id": begin.reminder.pk,
        }
        if RULES[key].is_urgent:
            with pytest.raises(Conflict, match="cannot be put off"):
                snooze(**put_off)
            return
        snooze(**put_off)
        begin.pass_days(ALL)
        hers = {at for lane, at in told() if lane == first.to}
        assert [at for at in hers if due < at < due + timedelta(days=2)] == []
        assert (len(hers) > 1) == (len(turns(replace(RULES[key], lanes=(first,)), matter, begin.now)) > 1)

    def test_stops_when_the_matter_is_settled(self, key: str, begin: Watch, book: Book) -> None:
        due = min(at for _, at in turns(RULES[key], book.matters[1][0], MONDAY + timedelta(days=ALL)))
        begin.pass_days((due - MONDAY) / timedelta(days=1))
        before = told()
        assert before
        book.settle()
        stop_settled("toy", 1, now=begin.now)
        assert not begin.is_open
        begin.pass_days(ALL)
        run_due(now=begin.now)
        assert told() == before
