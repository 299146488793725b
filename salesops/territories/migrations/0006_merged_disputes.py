"""Disputes follow merges of accounts (domain §11.3)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0006_merged_disputes.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_partners"), ("territories", "0005_covered_ahead")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
