"""Settings › Reminder rules: operations set when whom a rule tells, and look first whom it would have told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.reminders.models import RuleSetting
from salesops.reminders.queries.preview import preview
from salesops.reminders.queries.rules import rule_in_force
from tests.cast import NOW, Cast
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/settings/reminders/next_step_missing/"


def words(**changes: Any) -> dict[str, Any]:
    plain = {
        "revision": 1, "is_on": "on", "owner_on": "on", "owner": "2 bd", "owner_every": "",
        "manager_on": "on", "manager": "4 bd, 6 bd", "manager_every": "5 bd",
    }  # fmt: skip
    return {key: value for key, value in (plain | changes).items() if value is not None}


def test_sets_when_whom_a_rule_tells(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    answer = browser_of("kim").post(PATH, words())
    assert answer.status_code == 302
    rule = rule_in_force("next_step_missing")
    assert [(line.to, [str(each) for each in line.at], str(line.every)) for line in rule.rule.lanes] == [
        ("owner", ["2 bd"], "None"),
        ("manager", ["4 bd", "6 bd"], "5 bd"),
    ]
    cast.user("tomas")
    watch = Watch("next_step_missing", Deal(cast, now=NOW).id, NOW)
    assert watch.pass_days(5) == ["owner Elena Wed 4 Mar 09:00", "manager Tomas Fri 6 Mar 09:00"]
    page = browser_of("ingrid").get("/settings/reminders/").content.decode()
    assert "set by Kim Sato" in page


def test_switches_a_lane_and_a_rule_off(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    cast.user("tomas")
    watch = Watch("next_step_missing", Deal(cast, now=NOW).id, NOW)
    browser_of("kim").post(PATH, words(manager_on=None))
    assert watch.pass_days(9) == ["owner Elena Wed 4 Mar 09:00"]
    browser_of("kim").post(PATH, words(revision=2, is_on=None))
    assert not rule_in_force("next_step_missing").is_on
    watch.plan()
    assert not watch.is_open


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"owner": "soon"}, "“soon” is no offset"),
        ({"owner": ""}, "Write one to 6 offsets"),
        ({"owner_every": "0 bd"}, "at least one day between"),
        ({"revision": 7}, "The rule was changed since you read it."),
    ],
)
def test_refuses_and_keeps_what_was_typed(
    browser_of: Callable[[str], Client], changes: dict[str, Any], sentence: str
) -> None:
    answer = browser_of("kim").post(PATH, words(**changes))
    assert answer.status_code in (412, 422)
    assert sentence in answer.content.decode()
    assert 'value="4 bd, 6 bd"' in answer.content.decode()
    assert not RuleSetting.objects.exists()


def test_is_set_by_operations_alone(browser_of: Callable[[str], Client]) -> None:
    assert browser_of("ingrid").post(PATH, words()).status_code == 403
    assert "Save" not in browser_of("ingrid").get(PATH).content.decode()
    assert browser_of("kim").get("/settings/reminders/no_such/").status_code == 404


def test_shows_whom_it_would_have_told_without_keeping_anything(
    cast: Cast, browser_of: Callable[[str], Client]
) -> None:
    cast.user("tomas")
    deal = Deal(cast, now=NOW)
    rule = rule_in_force("next_step_missing")
    start = datetime.combine(NOW.date() + timedelta(days=3), datetime.min.time(), NOW.tzinfo)
    seen = preview(rule, start=start, end=start + timedelta(days=1))
    assert [(each.lane, each.people) for each in seen.told] == [("manager", "Tomas Keller"), ("owner", "Elena Petrova")]
    assert (seen.total, seen.records) == (2, 1)
    answer = browser_of("kim").post(PATH, words(preview="1", owner="0 d", owner_every="1 d"))
    assert answer.status_code == 200
    assert "Yesterday" in answer.content.decode()
    assert not RuleSetting.objects.exists()
    assert deal.row.created_at < timezone.now()
