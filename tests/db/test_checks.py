"""What production must not start with is found in the database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from salesops.db import checks
from salesops.db.roles import APP, OWNER
from tests.servers import ADMIN, PASSWORD

# The cluster of a test run does not fsync: the one thing that is always found here.
FLEETING = "salesops.E006"


def found(user: str = APP, password: str = PASSWORD) -> set[str]:
    """Return the codes found on a connection of its own."""
    connections.databases["checked"] = {**connections.databases["default"], "USER": user, "PASSWORD": password}
    try:
        return {str(each.id) for each in checks.check_database(databases=["checked"])}
    finally:
        connections["checked"].close()
        del connections["checked"]
        del connections.databases["checked"]


@contextmanager
def while_(connect: Callable[[str], Any], change: str, back: str) -> Iterator[None]:
    """Change something as the superuser and change it back."""
    connection = connect("")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(change)
        try:
            yield
        finally:
            cursor.execute(back)


@pytest.fixture(autouse=True)
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the checks open connections of their own; nothing here writes a row."""
    with django_db_blocker.unblock():
        yield


class TestCheckDatabase:
    def test_finds_nothing_with_the_runtime_role(self) -> None:
        assert found() == {FLEETING}

    def test_finds_the_owner(self) -> None:
        assert {"salesops.E002", "salesops.E003", "salesops.E004"} <= found(OWNER)

    def test_finds_a_superuser(self) -> None:
        parts = urlsplit(os.environ[ADMIN])
        assert "salesops.E001" in found(str(parts.username), str(parts.password or ""))

    @pytest.mark.parametrize(
        ("code", "change", "back"),
        [
            ("salesops.E003", f"GRANT CREATE ON SCHEMA public TO {APP}", f"REVOKE CREATE ON SCHEMA public FROM {APP}"),
            (
                "salesops.E004",
                f"GRANT TRUNCATE ON django_session TO {APP}",
                f"REVOKE TRUNCATE ON django_session FROM {APP}",
            ),
            (
                "salesops.E005",
                "ALTER TABLE audit_auditentry DISABLE TRIGGER USER",
                "ALTER TABLE audit_auditentry ENABLE TRIGGER USER",
            ),
        ],
    )  # fmt: skip
    def test_finds_a_hole(self, connect_as: Callable[[str], Any], code: str, change: str, back: str) -> None:
        with while_(connect_as, change, back):
            assert found() == {FLEETING, code}
        assert found() == {FLEETING}

    def test_finds_a_clock_that_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ahead = timezone.now() + timedelta(seconds=30)
        monkeypatch.setattr(checks.timezone, "now", lambda: ahead)
        assert found() == {FLEETING, "salesops.E007"}
