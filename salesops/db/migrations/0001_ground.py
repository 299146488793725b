"""Extensions and trigger functions that every later migration relies on."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0001_ground.sql").read_text(encoding="utf-8")

REVERSE = """
DROP FUNCTION IF EXISTS bump_version();
DROP FUNCTION IF EXISTS refuse_change();
"""


class Migration(migrations.Migration):
    """Create pg_trgm, unaccent, bump_version() and refuse_change()."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(SQL, REVERSE)]
