"""The last word on publishing looks at every day ahead, as coverage does (domain §5.3)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0005_covered_ahead.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("territories", "0004_gap")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
