"""The setting that lets small deals pass with one MEDDPICC level less."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Off unless somebody switches it on."""

    dependencies = [("users", "0001_people")]

    operations = [
        migrations.AddField("workspacesetting", "reduces_minima", models.BooleanField(default=False, db_default=False)),
    ]
