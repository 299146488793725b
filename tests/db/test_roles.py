"""The runtime role can do only what the grants say."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest
from django.db import connection

from salesops.db.grants import declared_and_not


class TestRuntimeRole:
    @pytest.mark.django_db
    def test_is_what_the_tests_themselves_speak_as(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, session_user")
            assert cursor.fetchone() == ("salesops_app", "salesops_app")

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE loot (id int)",
            "CREATE TEMP TABLE loot (id int)",
            "CREATE SCHEMA loot",
            "TRUNCATE django_session",
            "DROP TABLE django_session",
            "ALTER TABLE django_session DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "SET ROLE salesops_owner",
            "DELETE FROM django_migrations",
            "UPDATE django_content_type SET model = 'x'",
            "COPY (SELECT 1) TO PROGRAM 'true'",
        ],
    )
    @pytest.mark.parametrize("role", ["salesops_app", "salesops_import"])
    def test_is_refused_what_only_an_owner_does(self, connect_as: Any, role: str, statement: str) -> None:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), connect_as(role).cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_every_table_has_a_line_in_the_grants() -> None:
    _, undeclared = declared_and_not(connection.introspection.table_names())
    assert undeclared == []
