"""Read the approval policy of a process where its file says it."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0010_policy.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a process that always asks be asked for approval of every offer."""

    dependencies = [("approvals", "0009_offer_triggers")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
