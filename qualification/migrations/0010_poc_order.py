"""A proof is run in its order."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0010_poc_order.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no path go round the order of the sessions."""

    dependencies = [("qualification", "0009_tech_win")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
