"""The approvals room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registers the room with Django."""

    name = "approvals"
    default_auto_field = "django.db.models.BigAutoField"
