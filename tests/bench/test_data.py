"""The benchmark's data is what the product itself could have written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.utils import timezone

from approvals.domain.back_test import sum_up
from approvals.services.run_back_test import run_back_test
from bench.back_tests import make_history
from bench.data import generate
from bench.rows import ready
from opportunities.services.advance import advance
from salesops.users.models import User
from salesops.users.queries import actor_for
from tests.servers import clone, drop, url_for

ROWS = 300


@pytest.fixture(scope="module")
def generated(django_db_setup: None, database_name: str) -> Iterator[str]:
    """A database of its own, full of generated rows."""
    name = f"{database_name}_bench"
    clone(name)
    copied = generate(url_for("", name), ROWS)
    assert copied.rows > ROWS
    yield name
    drop(name)


@pytest.fixture
def inside(generated: str, django_db_blocker: Any) -> Iterator[None]:
    """Let Django speak to the generated database as the runtime role."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = generated
    with django_db_blocker.unblock():
        yield
        connection.close()
    connection.settings_dict["NAME"] = before


def ask(name: str, question: str) -> list[tuple[Any, ...]]:
    """Ask the generated database as the superuser."""
    with closing(psycopg2.connect(url_for("", name))) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


class TestGeneratedData:
    def test_has_an_event_behind_every_stage(self, generated: str) -> None:
        lone = ask(
            generated,
            "SELECT o.id FROM opportunities_opportunity o LEFT JOIN opportunities_stageevent e"
            " ON e.opportunity_id = o.id AND e.seq = o.stage_seq AND e.to_stage = o.stage WHERE e.id IS NULL",
        )
        assert lone == []
        assert ask(generated, "SELECT count(*) FROM opportunities_opportunity") == [(ROWS,)]

    def test_points_nowhere_that_is_not_there(self, generated: str) -> None:
        keys = ask(
            generated,
            "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] WHERE c.contype = 'f'",
        )
        assert len(keys) > 20
        orphans = [
            (table, column)
            for table, column, other, key in keys
            if ask(
                generated,
                f"SELECT 1 FROM {table} t LEFT JOIN {other} o ON o.{key} = t.{column}"
                f" WHERE t.{column} IS NOT NULL AND o.{key} IS NULL LIMIT 1",
            )
        ]
        assert orphans == []

    def test_lets_a_deal_through_its_gate_and_the_guards_agree(self, inside: None) -> None:
        actor = actor_for(User.objects.get(email="seller1@bench.example"))
        moved = advance(actor=actor, now=timezone.now(), opportunity_id=next(ready(ROWS)), to="partnering")
        assert (moved.from_stage, moved.to_stage) == ("prospecting", "partnering")

    def test_is_back_tested_whole(self, generated: str, inside: None) -> None:
        done = run_back_test(now=timezone.now(), test_id=make_history(url_for("", generated)), chunk=90)
        report = sum_up(done.report)
        assert (done.state, done.done, report.deals) == ("done", ROWS, ROWS)
        assert dict(report.bases) == {"by their offer": ROWS // 2, "by list price": ROWS // 2}
        assert report.changed > 0
