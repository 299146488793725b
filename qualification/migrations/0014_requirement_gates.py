"""Guards of requirements, alignments and questions, and the gates that read them."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only

SQL = Path(__file__).with_name("0014_requirement_gates.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a gate ask for requirements that match, a security path and answered questions."""

    dependencies = [("qualification", "0013_requirements")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("qualification_requirement"),
        append_only("qualification_judgement"),
        append_only("qualification_alignment"),
    ]
