"""The trigger that orders events, and the one that keeps them append-only."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
DROP TRIGGER IF EXISTS b_order ON outbox_event;
DROP FUNCTION IF EXISTS outbox_order();
"""


class Migration(migrations.Migration):
    """Order and lock the events (architecture §1, reliability §6.2)."""

    dependencies = [("outbox", "0001_events"), ("db", "0001_ground")]
    operations = [migrations.RunSQL(SQL, REVERSE), append_only("outbox_event")]
