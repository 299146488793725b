"""What PostgreSQL itself holds of reminders."""

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop), append_only("reminders_reminderentry")]
