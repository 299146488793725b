"""The Django app of events."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registers events and their deliveries."""

    name = "salesops.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
