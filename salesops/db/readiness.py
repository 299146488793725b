"""Whether the database is the one this code was written for."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def unapplied() -> list[str]:
    """This function will return the migrations of this code that the database has not applied, as app.name."""
    loader = MigrationLoader(connection)
    return sorted(".".join(key) for key in loader.disk_migrations if key not in loader.applied_migrations)


def from_newer_code() -> list[str]:
    """This function will return the applied migrations this code does not know: the schema is newer than the code."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations) | {key for m in loader.disk_migrations.values() for key in m.replaces}
    ours = loader.migrated_apps
    return sorted(".".join(key) for key in loader.applied_migrations if key not in known and key[0] in ours)


class _Expected:
    """The migrations on disk, read once a process: the code does not change while it runs."""

    keys: frozenset[tuple[str, str]] | None = None


def readiness() -> list[str]:
    """This function will return what the database still misses, with one query; empty means ready.

    Raises: DatabaseError where the database does not answer.
    """
    if _Expected.keys is None:
        _Expected.keys = frozenset(MigrationLoader(None).disk_migrations)
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(".".join(key) for key in _Expected.keys if key not in applied)
