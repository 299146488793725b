"""Names stored before other scripts and more legal forms were read get the form they would get today (domain §11.3)."""

from django.db import migrations

from salesops.accounts.domain.naming import normal_name
from salesops.db.operations import recompute


def rows(apps):
    """This function will return the table."""
    return apps.get_model("accounts", "Account").objects


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_profiles")]

    operations = [recompute(rows, "normal_name", source="name", by=normal_name)]
