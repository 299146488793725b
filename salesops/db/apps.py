"""The Django app that owns the SQL functions every other room's triggers call."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    """Registers the ORM kit so that its migration runs before every other room's."""

    name = "salesops.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"
