"""Gates over proposals judge clearances at the time they are asked."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0021_gate_time.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no clearance outlive its 30 days in the database's own reading."""

    dependencies = [("qualification", "0020_standard_gates")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
