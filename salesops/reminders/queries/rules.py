"""The rules as they stand: declared by the apps, with what operations set (domain §12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from salesops.reminders.domain.offsets import Offset
from salesops.reminders.domain.rules import Lane, Rule
from salesops.reminders.models import RuleSetting
from salesops.reminders.registry import Finder, declared, rules


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with its lanes as set, whether it is on, and the revision that says so (1 is the declaration)."""

    rule: Rule
    find: Finder
    is_on: bool
    revision: int

    def lane(self, name: str) -> Lane | None:
        """Return the lane to some people, None where there is none or it is switched off."""
        return next((line for line in self.lanes if line.to == name), None)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that tell somebody."""
        return tuple(line for line in self.rule.lanes if line.is_on) if self.is_on else ()


def rule_in_force(key: str) -> InForce:
    """This function will return a rule as it stands. Raises: KeyError where this code has none of the name."""
    return _with(key, RuleSetting.objects.filter(pk=key).first())


def rules_in_force(scope: str = "", *, keys: frozenset[str] | None = None) -> list[InForce]:
    """This function will return the rules of a scope, or of all, as they stand; `keys` narrows them."""
    found = [each.rule.key for each in rules(scope) if keys is None or each.rule.key in keys]
    if not found:
        return []
    settings = RuleSetting.objects.in_bulk(found)
    return [_with(key, settings.get(key)) for key in found]


def _with(key: str, setting: RuleSetting | None) -> InForce:
    own = declared(key)
    if setting is None:
        return InForce(own.rule, own.find, is_on=True, revision=1)
    rule = replace(own.rule, lanes=tuple(read_lane(data) for data in setting.lanes))
    return InForce(rule, own.find, is_on=setting.is_on, revision=setting.revision)


def read_lane(data: dict[str, Any]) -> Lane:
    """This function will read a lane as `RuleSetting` keeps it. Raises: ValueError where an offset is none."""
    every = Offset.read(data["every"]) if data["every"] else None
    return Lane(data["to"], tuple(Offset.read(text) for text in data["at"]), every, data["is_on"])


def settings_of_rules() -> list[tuple[InForce, RuleSetting | None]]:
    """This function will list every rule as it stands, by title, with who set it last."""
    rows = {row.rule: row for row in RuleSetting.objects.select_related("changed_by")}
    found = [(_with(each.rule.key, rows.get(each.rule.key)), rows.get(each.rule.key)) for each in rules()]
    return sorted(found, key=lambda pair: pair[0].rule.title)


def with_lanes(rule: InForce, lanes: list[dict[str, Any]], *, is_on: bool) -> InForce:
    """This function will return a rule as it would stand with other lanes, kept nowhere."""
    return replace(rule, rule=replace(rule.rule, lanes=tuple(read_lane(data) for data in lanes)), is_on=is_on)
