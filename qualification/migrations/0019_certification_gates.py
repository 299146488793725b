"""The gates of the certification process over a proposal and its verdict."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0019_certification_gates.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a gate ask for a named scope, for the asking, and for the verdict."""

    dependencies = [("qualification", "0018_extension_guards")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
