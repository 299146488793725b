"""The guardrails in SQL."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_guardrail_verdicts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let the database judge offers by the guardrails."""

    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
