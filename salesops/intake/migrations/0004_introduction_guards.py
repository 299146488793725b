"""The guards of introductions and their protection, and what partners may read of them (ADR 0601)."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import partner_rows, version_trigger

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
DROP VIEW IF EXISTS intake_portalperson;
DROP TRIGGER IF EXISTS b_guard ON intake_protection;
DROP TRIGGER IF EXISTS b_guard ON intake_introduction;
DROP FUNCTION IF EXISTS intake_protection_guard();
DROP FUNCTION IF EXISTS intake_introduction_guard();
"""


class Migration(migrations.Migration):
    """Guard states, protection and rows."""

    dependencies = [("intake", "0003_introductions"), ("db", "0003_acting"), ("accounts", "0003_partners")]
    operations = [
        migrations.RunSQL(SQL, REVERSE),
        version_trigger("intake_introduction"),
        partner_rows("intake_introduction", "partner_id"),
        partner_rows("intake_introductionquestion", "partner_id"),
        partner_rows("intake_meetinginvitation", "partner_id"),
        partner_rows("intake_protection", "partner_id"),
        partner_rows("intake_protectiondispute", "partner_id"),
    ]
