"""Guards of extensions."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0018_extension_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no POC take longer than two people gave."""

    dependencies = [("qualification", "0017_extensions")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
