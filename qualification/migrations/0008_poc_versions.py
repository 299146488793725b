"""A proof of concept counts every change of what hangs under it."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0008_poc_versions.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let nobody write over a plan, a session or a number they have not read."""

    dependencies = [("qualification", "0007_health_lists")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
