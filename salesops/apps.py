"""Registers the house itself with Django, so that the commands in salesops/management are found."""

from django.apps import AppConfig

# Imported for what it does: whoever sends a wake-up must know our broker, not Celery's default one.
from salesops.celery import app as celery_app

__all__ = ["SalesOpsConfig", "celery_app"]


class SalesOpsConfig(AppConfig):
    """The roof: commands, and the stack of `make up`."""

    name = "salesops"
    label = "salesops"
