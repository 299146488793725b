"""What production must not start with, seen from the database (reliability §8.1, first row; P1).

Run by `manage.py check --deploy --database default` as the runtime role, before the programs start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.utils import timezone

SKEW_S = 2.0
_QUESTIONS = [
    (
        "salesops.E001",
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
        "The runtime role has rights over the server; let DATABASE_URL name salesops_app.",
    ),
    (
        "salesops.E002",
        "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND pg_has_role(current_user, relowner, 'USAGE'))",
        "The runtime role owns tables; run migrations as the owner role, and the programs as salesops_app.",
    ),
    (
        "salesops.E003",
        "SELECT has_database_privilege(current_database(), 'TEMP, CREATE') OR has_schema_privilege('public', 'CREATE')",
        "The runtime role may create tables; run manage.py ensure_roles.",
    ),
    (
        "salesops.E004",
        "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public'"
        " AND has_table_privilege(format('%I.%I', schemaname, tablename), 'TRUNCATE, TRIGGER, REFERENCES'))",
        "The runtime role may truncate a table; run manage.py apply_grants as the owner.",
    ),
    (
        "salesops.E005",
        "SELECT EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D')",
        "A guard in the database is switched off; ALTER TABLE … ENABLE TRIGGER ALL, and find out who did it.",
    ),
    (
        "salesops.E006",
        "SELECT current_setting('fsync') = 'off' OR current_setting('full_page_writes') = 'off'"
        " OR current_setting('synchronous_commit') = 'off'",
        "The database may lose what it acknowledged; set fsync, full_page_writes and synchronous_commit to on.",
    ),
]


def check_database(*, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """This function will return an error for each thing about the database that is unsafe in production."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            for code, question, sentence in _QUESTIONS:
                cursor.execute(question)
                if cursor.fetchone() == (True,):
                    found.append(Error(sentence, id=code))
            cursor.execute("SELECT extract(epoch FROM clock_timestamp() - %s::timestamptz)", [timezone.now()])
            skew = abs(float(cursor.fetchone()[0]))
            if skew > SKEW_S:
                found.append(Error(f"The database's clock is {skew:.0f} s away; set both clocks.", id="salesops.E007"))
    return found
