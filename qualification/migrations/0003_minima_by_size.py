"""The database's twin of the minima by deal size."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Teach the stage trigger that a small deal may need one level less."""

    dependencies = [
        ("qualification", "0002_gates"),
        ("users", "0002_workspacesetting_reduces_minima"),
        ("opportunities", "0002_guards"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
