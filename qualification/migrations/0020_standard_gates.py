"""The gates of the standard process that read more than before, and the day a decision step was secured."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0020_standard_gates.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Let a gate honour an approved skip, secured steps and an economic buyer who took part."""

    dependencies = [("qualification", "0019_certification_gates"), ("opportunities", "0015_standard_gates")]

    operations = [
        migrations.AddField("componentdetail", "secured_on", models.DateField(blank=True, null=True)),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
