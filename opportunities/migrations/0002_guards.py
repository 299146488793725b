"""Gate functions, the guards of stages and testimony, append-only tables and version counters."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only, version_trigger

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """Give the database the last word on stages."""

    dependencies = [
        ("opportunities", "0001_initial"),
        ("process", "0001_initial"),
        ("accounts", "0002_family"),
        ("users", "0001_people"),
        ("db", "0001_ground"),
    ]

    operations = [
        migrations.RunSQL((HERE / "0002_gates.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((HERE / "0002_guards.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        append_only("opportunities_stageevent"),
        append_only("opportunities_fieldchange"),
        append_only("opportunities_attestation"),
        version_trigger("opportunities_opportunity"),
        version_trigger("opportunities_pursuitplan"),
        version_trigger("opportunities_discovery"),
    ]
