"""A win stands while what it rests on stands."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0015_wins.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let no Tech, Business or Financial Win outlive its ground."""

    dependencies = [("qualification", "0014_requirement_gates"), ("opportunities", "0010_milestone_amount")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
