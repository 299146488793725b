"""The queue with ten and with ten thousand requests waiting: the same statements, 12 at most."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.approvals.asking import Asking
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 10_000 if os.environ.get("SALESOPS_PROVE") == "long" else 500
MOST = 12
# Each table with what points at a copied row in it; ids of copies follow each other.
COPIED = {
    "opportunities_opportunity": (),
    "opportunities_offer": ("opportunity_id",),
    "opportunities_offeroption": ("offer_id",),
    "opportunities_offerline": ("option_id",),
    "approvals_approvalrequest": ("opportunity_id", "offer_id"),
    "approvals_approvalstep": ("request_id",),
}
STEP = 1_000


def copy_rows(superuser: Any, copies: int) -> None:
    """Copy the one deal with its offer and its request, with the guards asleep."""
    with superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, links in COPIED.items():
            moved = "".join(f", '{link}', r.{link} + n * {STEP}" for link in links)
            cursor.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object('id', r.id + n * {STEP}{moved}))).* "
                f"FROM {table} r, generate_series(1, %s) n",
                [copies],
            )


def drop_copies(superuser: Any, last: dict[str, int]) -> None:
    """Take every copied row away: those whose id comes after the last real one."""
    with superuser, superuser.cursor() as cursor:
        for table in reversed(COPIED):
            cursor.execute(f"DELETE FROM {table} WHERE id > %s", [last[table]])


def last_ids(superuser: Any) -> dict[str, int]:
    """The last id of each copied table."""
    with superuser, superuser.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT max(id) FROM {table})" for table in COPIED))
        return dict(zip(COPIED, cursor.fetchone(), strict=True))


def look(browser: Client) -> tuple[int, str, float]:
    """Open the queue; return its statements, the page, and the seconds."""
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get("/approvals/")
    assert answer.status_code == 200
    counted = [query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    return len(counted), answer.content.decode(), time.perf_counter() - began


def test_costs_as_many_statements_with_many_waiting(
    transactional_db: None, cast: Cast, connect_as: Callable[[str], Any], browser_of: Callable[[str], Client]
) -> None:
    Asking(cast).submit()
    superuser, tomas = connect_as(""), browser_of("tomas")
    last = last_ids(superuser)
    copy_rows(superuser, 9)
    look(tomas)
    few, page, _ = look(tomas)
    assert "10 waiting" in page
    drop_copies(superuser, last)
    copy_rows(superuser, MANY - 1)
    many, page, seconds = look(tomas)
    print(f"{MANY} waiting: {many} statements, {seconds:.2f} s, {len(page)} characters")
    assert f"{MANY:,} waiting" in page or f"{MANY} waiting" in page
    assert few == many <= MOST
