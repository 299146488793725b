"""The Django app of people and programs."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registers people, roles, teams and API keys."""

    name = "salesops.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
