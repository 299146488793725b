"""Two rule sets on the history of deals."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0007_back_test.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let the database test a draft of the guardrails on what was sold."""

    dependencies = [("approvals", "0006_guardrail_guards"), ("opportunities", "0013_offer_guards")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
