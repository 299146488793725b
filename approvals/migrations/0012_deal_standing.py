"""Let the page of a request say how ready its deal is."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0012_deal_standing.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Gate and MEDDPICC of a deal in one value."""

    dependencies = [("approvals", "0011_signatures")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
