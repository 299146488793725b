"""The opportunities room."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """Registers the room with Django."""

    name = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"
