"""The table of Django's database cache."""

from django.db import migrations

SQL = """
CREATE TABLE db_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX db_cache_expires ON db_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("db", "0001_ground")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE db_cache")]
