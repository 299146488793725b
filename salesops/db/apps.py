"""The Django app that owns the SQL functions every other room's triggers call."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from salesops.db.checks import check_database


class DbConfig(AppConfig):
    """Registers the ORM kit so that its migration runs before every other room's."""

    name = "salesops.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have `manage.py check --deploy --database default` ask what production must not start with."""
        register(check_database, Tags.database, deploy=True)
