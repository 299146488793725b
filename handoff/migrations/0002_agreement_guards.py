"""Guards of agreements, and what lower rooms read of them."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_agreement_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let an agreement be what was won, and nothing else."""

    dependencies = [("handoff", "0001_initial")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
