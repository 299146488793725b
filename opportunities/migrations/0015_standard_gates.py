"""The gates of the standard process that read more than before."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0015_standard_gates.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a gate ask who attended the follow-up call, for fit and persona together, and for open negotiations."""

    dependencies = [("opportunities", "0014_terms")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
