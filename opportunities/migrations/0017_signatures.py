"""Who signs what of the closing."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0017_signatures.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let nobody sign in another's name, and no owner confirm their win."""

    dependencies = [("opportunities", "0016_closing"), ("db", "0003_acting")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
