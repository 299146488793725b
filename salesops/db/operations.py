"""Migration operations: a table's version counter, append-only tables, rows of one partner, reckoned columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython, RunSQL


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


def recompute(rows: Callable[[Any], Any], target: str, *, source: str, by: Callable[[str], str]) -> RunPython:
    """This function will write a column that is reckoned from another anew, in the rows where it is another by now.

    `rows` is given the migration's apps and returns the manager of the table.
    """

    def write(apps: Any, schema_editor: Any) -> None:
        stale = []
        for row in rows(apps).only("pk", source, target).iterator():
            if getattr(row, target) != (value := by(getattr(row, source))):
                setattr(row, target, value)
                stale.append(row)
        rows(apps).bulk_update(stale, [target], batch_size=1000)

    return RunPython(write, RunPython.noop)


# Who works on a table under row-level security without a filter; the owner among them, whom FORCE would shut out.
HOUSE = "salesops_owner, salesops_app, salesops_import"


def partner_rows(table: str, column: str) -> RunSQL:
    """This function will let the partner portal read only the rows of the partner its transaction names (ADR 0601).

    Without a named partner it reads none. The sub-select is there so that an index can answer, once a statement.
    """
    named = "(SELECT nullif(current_setting('salesops.partner', true), '')::bigint)"
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY house ON {table} TO {HOUSE} USING (true) WITH CHECK (true); "
        f"CREATE POLICY portal ON {table} FOR SELECT TO salesops_partner USING ({column} = {named});",
        f"DROP POLICY IF EXISTS portal ON {table}; DROP POLICY IF EXISTS house ON {table}; "
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
