"""The qualification room."""

from django.apps import AppConfig


class QualificationConfig(AppConfig):
    """Registers the room with Django."""

    name = "qualification"
    default_auto_field = "django.db.models.BigAutoField"
