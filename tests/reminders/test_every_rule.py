"""Every rule there is: the table of docs/domain.md §12 says what the code says, and its words are complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesops.reminders.domain.offsets import Offset
from salesops.reminders.domain.rules import Rule
from salesops.reminders.registry import rules, scopes
from salesops.reminders.templatetags.lanes import lane_times

DOMAIN = Path(__file__).parents[2] / "docs/domain.md"
RULES = {found.rule.key: found.rule for found in rules()}


def row_of(rule: Rule) -> str:
    """The line of the table that says what a rule says."""
    first, *climbs = rule.lanes
    mark = " !" if rule.is_urgent else " (notice)" if rule.is_notice else ""
    climbing = "; ".join(f"{line.to.replace('_', ' ')} {lane_times(line)}" for line in climbs) or "–"
    to = f"{first.to.replace('_', ' ')} {lane_times(first)}"
    return f"| {rule.key}{mark} | {rule.trigger} | {to} | {climbing} | {rule.stops} |"


def test_the_table_says_what_the_code_says() -> None:
    written = DOMAIN.read_text(encoding="utf-8").partition(" Rule by rule\n")[2].partition("\n#")[0].splitlines()
    table = [line for line in written if line.startswith("| ") and not line.startswith("| Key")]
    assert sorted(table) == sorted(row_of(rule) for rule in RULES.values())


@pytest.mark.parametrize("key", RULES)
def test_every_offset_is_one_people_can_write(key: str) -> None:
    offsets = [each for line in RULES[key].lanes for each in (*line.at, line.every) if each]
    assert offsets
    assert [Offset.read(str(each)) for each in offsets] == offsets


@pytest.mark.parametrize("key", RULES)
def test_its_words_are_complete(key: str) -> None:
    rule = RULES[key]
    assert rule.title[0].isupper()
    assert len(rule.title) <= 40
    for words in (rule.title, rule.trigger, rule.stops):
        assert words == words.strip()
        assert len(words) > 5
        assert not words.endswith(".")
    assert rule.scope in {each.name for each in scopes()}
    assert len({line.to for line in rule.lanes}) == len(rule.lanes)
    assert not (rule.is_urgent and rule.is_notice)
