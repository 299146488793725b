"""A scope of the test's own: its records are numbers, its matters a list the test writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from salesops.core.actor import RecordRef
from salesops.reminders import registry
from salesops.reminders.domain.rules import Lane, Matter, Rule, lane
from tests.cast import Cast

# Ahead of every clock: what is claimed follows the later of the test's time and the database's.
MONDAY = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


@dataclass
class Book:
    """What the test's rule finds, record by record."""

    owner: int
    manager: int
    matters: dict[int, list[Matter]] = field(default_factory=lambda: defaultdict(list))

    def add(self, record: int = 1, anchor: str = "first", **changes: Any) -> Matter:
        """Let the rule find something on a record, since Monday 09:00 unless told otherwise."""
        plain = Matter(
            subject=RecordRef("toy", record), scope_id=record, anchor=anchor, since=MONDAY,
            people={"owner": (self.owner,), "manager": (self.manager,)},
            title=f"Mend toy {record}", why="It broke on Monday.", path=f"/toys/{record}/",
        )  # fmt: skip
        matter = replace(plain, **changes)
        self.matters[record].append(matter)
        return matter

    def settle(self, record: int = 1) -> None:
        """Let the rule find nothing on a record any more."""
        self.matters[record].clear()

    def declare(self, *lanes: Lane, **more: Any) -> Rule:
        """Declare the rule `toy_broken` with these lanes."""
        rule = Rule("toy_broken", "toy", "Broken toy", "a toy is broken", "the toy is mended", lanes, **more)
        registry._rules.clear()
        registry.rule(rule)(lambda ids, now: [matter for pk in ids for matter in self.matters[pk]])
        return rule


def lock_toy(toy_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(77, %s)", [toy_id])


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch, transactional_db: None, cast: Cast) -> Iterator[Book]:
    """A registry with one scope, `toy`, and one rule: the owner at once and after 2 bd, the manager after 5 bd."""
    for name, empty in (("_scopes", {}), ("_rules", {}), ("_stirring", defaultdict(dict))):
        monkeypatch.setattr(registry, name, empty)
    found = Book(cast.user("elena").pk, cast.user("tomas").pk)
    registry.scope(
        "toy", lock=lock_toy, ids_after=lambda last, limit: sorted(pk for pk in found.matters if pk > last)[:limit]
    )
    found.declare(lane("owner", "0 bd", "2 bd"), lane("manager", "5 bd"))
    yield found
