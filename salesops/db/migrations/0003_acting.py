"""Let the database know who acts, and let nobody sign in another's name."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0003_acting.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The trigger function that tables with signatures share."""

    dependencies = [("db", "0002_cache")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
