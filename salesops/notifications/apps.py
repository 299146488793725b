"""The Django app of what reaches people."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the inbox, what goes out of it, and each person's wishes about it."""

    name = "salesops.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
