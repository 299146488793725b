"""The trigger that chains the ledger, and the one that keeps it append-only."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
DROP TRIGGER IF EXISTS b_chain ON audit_auditentry;
DROP FUNCTION IF EXISTS audit_chain();
DROP FUNCTION IF EXISTS audit_entry_hash(audit_auditentry);
"""


class Migration(migrations.Migration):
    """Chain and lock the ledger (reliability P7)."""

    dependencies = [("audit", "0001_ledger"), ("db", "0001_ground")]
    operations = [migrations.RunSQL(SQL, REVERSE), append_only("audit_auditentry")]
