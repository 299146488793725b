"""Guards of validation, and its gate."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only, version_trigger

SQL = Path(__file__).with_name("0012_validation_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no path go round a fired trigger."""

    dependencies = [("qualification", "0011_validation"), ("process", "0002_immutable")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("qualification_effortestimate"),
        append_only("qualification_assumptioncheck"),
        append_only("qualification_triggerclearance"),
        version_trigger("qualification_review"),
        version_trigger("qualification_redflag"),
        version_trigger("qualification_confidencecall"),
    ]
