"""Companies of leads stored before other scripts were read get the form they would get today (domain §11.3)."""

from django.db import migrations

from salesops.accounts.domain.naming import normal_name
from salesops.db.operations import recompute


def rows(apps):
    """This function will return the table."""
    return apps.get_model("intake", "Lead").objects


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_introduction_guards")]

    operations = [recompute(rows, "normal_company", source="company", by=normal_name)]
