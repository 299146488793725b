"""Guards of proofs of concept, and their gates."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only, version_trigger

SQL = Path(__file__).with_name("0006_poc_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no path go round the numbers of a proof."""

    dependencies = [("qualification", "0005_poc"), ("opportunities", "0005_lift_reason")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("qualification_successplan"),
        append_only("qualification_plansignature"),
        append_only("qualification_measurement"),
        append_only("qualification_healthchange"),
        version_trigger("qualification_poc"),
        version_trigger("qualification_pocsession"),
    ]
