"""What PostgreSQL itself holds of leads and assets."""

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only, version_trigger

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_leads")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        version_trigger("intake_lead"),
        version_trigger("intake_marketingasset"),
        append_only("intake_leadsignal"),
        append_only("intake_leadtouch"),
        append_only("intake_leadmove"),
    ]
