"""The database's reading of MEDDPICC, the co-sign guard, append-only tables."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only

SQL = Path(__file__).with_name("0002_gates.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Teach the stage trigger MEDDPICC."""

    dependencies = [("qualification", "0001_initial"), ("opportunities", "0002_guards")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("qualification_assessment"),
        append_only("qualification_cosignature"),
        append_only("qualification_reconfirmation"),
    ]
