"""The Django app of accounts and contacts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers accounts, contacts, partners and their merges."""

    name = "salesops.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
