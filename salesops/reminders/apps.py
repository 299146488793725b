"""The reminders room."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Registers the room with Django."""

    name = "salesops.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"
