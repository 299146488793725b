"""Let the security path fire T21."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0016_security_trigger.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Read what of the customer's security stands open."""

    dependencies = [("qualification", "0015_wins")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
