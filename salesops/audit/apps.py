"""The Django app of the ledger."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the ledger and its heads."""

    name = "salesops.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
