"""The Django app of events."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Registers events and their deliveries, and finds every app's handlers."""

    name = "salesops.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import every app's handlers.py: a handler nobody imports hears nothing."""
        autodiscover_modules("handlers")
