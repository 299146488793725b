"""The process room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProcessConfig(AppConfig):
    """Registers the room, and lets every room register its evaluators once all models exist."""

    name = "salesops.process"
    label = "process"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This function will import each installed app's `criteria` module."""
        autodiscover_modules("criteria")
