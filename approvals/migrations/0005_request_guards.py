"""Guards of requests, steps and decisions."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0005_request_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let nothing be approved but by those whose word it needs, on the terms they saw."""

    dependencies = [("approvals", "0004_cover")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
