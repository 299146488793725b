"""Fixtures of every test: a database of its own for each worker, spoken to as the runtime role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis_settings
from psycopg2.extras import Json

from salesops.db.roles import APP, IMPORT, OWNER, PARTNER
from tests.cast import Cast
from tests.servers import TEMPLATE, clone, drop, url_for

# Every day the same examples and no clock; the long proofs look for new ones.
hypothesis_settings.register_profile("everyday", derandomize=True, deadline=None)
hypothesis_settings.register_profile("long", deadline=None)
hypothesis_settings.load_profile(os.environ.get("SALESOPS_PROVE") or "everyday")

# What a committed test leaves in place: it belongs to the schema, not to the test.
KEPT = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "process_*",
    "users_workspacesetting",
    "territories_geonode",
)
# Rows that came with a migration; what tests add to them goes.
SHIPPED = {"approvals_guardrailset": "WHERE number > 1", "accounts_profileversion": "WHERE number > 1"}


@pytest.fixture(scope="session")
def database_name() -> str:
    """The name of this worker's database."""
    return f"{os.environ[TEMPLATE]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, database_name: str) -> Iterator[None]:
    """Clone the migrated template for this worker and speak to it as the runtime role, never as the owner."""
    clone(database_name)
    for alias, role in (("default", APP), ("partner", PARTNER)):
        connections[alias].settings_dict.update(NAME=database_name, USER=role)
    os.environ["DATABASE_URL"] = url_for(APP, database_name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty_tables(database_name))
        yield
    with django_db_blocker.unblock():
        connections.close_all()
    drop(database_name)


def empty_tables(database: str) -> None:
    """Empty every table but the kept ones, as the superuser with guards asleep: the runtime role may not."""
    with closing(psycopg2.connect(url_for("", database))) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if not any(table.startswith(k[:-1]) if k.endswith("*") else table == k for k in KEPT):
                cursor.execute(f'DELETE FROM "{table}" {SHIPPED.get(table, "")}')


@pytest.fixture
def connect_as(django_db_setup: None, database_name: str) -> Iterator[Callable[[str], Any]]:
    """Open plain connections to this worker's database: as OWNER, APP, IMPORT, or '' for the superuser."""
    opened: list[Any] = []

    def connect(role: str) -> Any:
        opened.append(psycopg2.connect(url_for(role, database_name)))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def owner_connection(connect_as: Callable[[str], Any]) -> Any:
    """A plain connection as the owner of the tables."""
    return connect_as(OWNER)


@pytest.fixture
def app_connection(connect_as: Callable[[str], Any]) -> Any:
    """A plain connection as the runtime role: what an attacker with the application's password has."""
    return connect_as(APP)


@pytest.fixture
def import_connection(connect_as: Callable[[str], Any]) -> Any:
    """A plain connection as the role of the migration import."""
    return connect_as(IMPORT)


@pytest.fixture
def standard_is_a_draft(connect_as: Callable[[str], Any]) -> Iterator[None]:
    """Take the standard process back to a draft that waits for an evaluator, as a process of a release to come is."""
    faults = ["No room provides these evaluators yet: approval_covers."]
    change = (
        "UPDATE process_processdefinition SET status = %s, published_at = {at}, faults = %s WHERE key = 'nb.standard'"
    )
    superuser = connect_as("")
    with superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT published_at FROM process_processdefinition WHERE key = 'nb.standard'")
        at = cursor.fetchone()[0]
        cursor.execute(change.format(at="NULL"), ["draft", Json(faults)])
    yield
    with superuser, superuser.cursor() as cursor:
        cursor.execute(change.format(at="%s"), ["published", at, Json([])])


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people of the test."""
    return Cast({})


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str], Client]:
    """Sign somebody of the cast in, in a browser without a window."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name), backend="salesops.users.services.sign_in.ThrottledBackend")
        return client

    return sign_in
