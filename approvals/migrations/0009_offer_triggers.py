"""What proposals ask of offers."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0009_offer_triggers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a price off the book and a discount beyond the guardrails stop a proposal."""

    dependencies = [("approvals", "0008_escalations"), ("qualification", "0019_certification_gates")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
