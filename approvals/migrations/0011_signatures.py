"""Who signs what of layer 4, and when it was."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0011_signatures.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let nobody sign in another's name, and nothing be dated where it helps somebody."""

    dependencies = [("approvals", "0010_policy"), ("db", "0003_acting")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
