"""Tech Win rests on the proof of concept."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0009_tech_win.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no Tech Win stand on a proof that does not carry it."""

    dependencies = [("qualification", "0008_poc_versions")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
