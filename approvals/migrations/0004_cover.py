"""What an approval covers, for the gates and for the hooks of layer 2."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0004_cover.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Replace the open questions of layer 2 by answers."""

    dependencies = [("approvals", "0003_requests"), ("qualification", "0019_certification_gates")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
