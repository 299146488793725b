"""The database's last word on offers, quotes and price books."""

from pathlib import Path

from django.db import migrations

from salesops.db.operations import append_only, version_trigger

SQL = Path(__file__).with_name("0013_offer_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Nothing outside its approval is shown; nothing shown is changed."""

    dependencies = [("opportunities", "0012_offers")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        version_trigger("opportunities_offer"),
        append_only("opportunities_pricebook"),
        append_only("opportunities_pricebookentry"),
        append_only("opportunities_offeredit"),
    ]
