"""Guards of escalations and deputies, and the answers layers below wait for."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0008_escalations.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let leadership be asked, and deputies be named, as the rules say."""

    dependencies = [
        ("approvals", "0007_back_test"),
        ("opportunities", "0015_standard_gates"),
        ("qualification", "0020_standard_gates"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
