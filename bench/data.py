"""The data: 200 people, 20,000 accounts and as many opportunities as asked for, brought in by COPY.

Rows are copied by the superuser with the guards asleep, so they are made consistent in bench/rows.py.
"""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2

from bench.rows import BASE, tables

BLANKS = {"bool": "f", "jsonb": "{}", "numeric": "0", "int2": "0", "int4": "0", "int8": "0", "bytea": ""}


@dataclass(slots=True)
class Copied:
    """What was copied and how fast."""

    rows: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds if self.seconds else 0.0


def generate(url: str, opportunities: int) -> Copied:
    """This function will fill an empty, migrated database and return how many rows it copied, and how fast."""
    copied = Copied()
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT id FROM process_processdefinition WHERE key = 'nb.community' AND status = 'published'")
        definition = cursor.fetchone()[0]
        started = time.monotonic()
        for table, columns, rows in tables(opportunities, definition):
            copied.rows += copy(cursor, table, columns, rows)
        copied.seconds = time.monotonic() - started
        for table in {table for table, _, _ in tables(0, definition)}:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
            )
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM (ANALYZE)")
    return copied


def copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """This function will copy rows; columns they do not name get an empty value of their type."""
    cursor.execute(
        "SELECT column_name, udt_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s",
        [table],
    )
    kinds = {name: (kind, nullable == "YES") for name, kind, nullable in cursor.fetchall()}
    rest = [name for name in kinds if name not in columns and name != "id"]
    moment = BASE.isoformat()
    blank = {
        name: "\\N" if null else BLANKS.get(kind, moment if "time" in kind else "")
        for name, (kind, null) in kinds.items()
    }
    suffix = "".join("\t" + blank[name] for name in rest) + "\n"
    count = 0
    while chunk := list(itertools.islice(rows := iter(rows), 50_000)):
        text = "".join("\t".join(map(str, row)) + suffix for row in chunk)
        names = ", ".join(f'"{name}"' for name in (*columns, *rest))
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))
        count += len(chunk)
    return count
