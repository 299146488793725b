"""The Django app of territories."""

from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Registers geography, territory plans, assignments and disputes."""

    name = "salesops.territories"
    label = "territories"
    default_auto_field = "django.db.models.BigAutoField"
