"""The triggers that keep families trees and count versions."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import version_trigger

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
DROP TRIGGER IF EXISTS b_family ON accounts_account;
DROP FUNCTION IF EXISTS accounts_family_guard();
"""


class Migration(migrations.Migration):
    """Guard families and versions."""

    dependencies = [("accounts", "0001_customers"), ("db", "0001_ground")]
    operations = [
        migrations.RunSQL(SQL, REVERSE),
        version_trigger("accounts_account"),
        version_trigger("accounts_contact"),
        version_trigger("accounts_partner"),
    ]
