"""The offer an agreement came from."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0003_agreed_offer.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let an agreement name the offer that was chosen, with a quote or without."""

    dependencies = [("handoff", "0002_agreement_guards")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
