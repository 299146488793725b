"""Migration operations that give a table its version counter or make it append-only."""

from __future__ import annotations

from django.db.migrations import RunSQL


def version_trigger(table: str) -> RunSQL:
    """This function will make PostgreSQL count every change of a row in its `version` column (P14)."""
    return RunSQL(
        f"CREATE TRIGGER z_bump_version BEFORE INSERT OR UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION bump_version();",
        f"DROP TRIGGER IF EXISTS z_bump_version ON {table};",
    )


def append_only(table: str) -> RunSQL:
    """This function will make a table refuse UPDATE, DELETE and TRUNCATE, whoever asks (P7)."""
    return RunSQL(
        f"CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
        f"CREATE TRIGGER a_append_only_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER IF EXISTS a_append_only ON {table}; DROP TRIGGER IF EXISTS a_append_only_truncate ON {table};",
    )
