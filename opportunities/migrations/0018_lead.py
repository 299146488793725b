"""The lead a deal began as."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Link a deal to its lead, and let the lead open the gate that asks for one."""

    dependencies = [("opportunities", "0017_signatures"), ("intake", "0002_lead_guards")]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="lead",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunity",
                to="intake.lead",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
