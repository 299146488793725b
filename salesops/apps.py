"""Registers the house itself with Django, so that the commands in salesops/management are found."""

from django.apps import AppConfig


class SalesOpsConfig(AppConfig):
    """The roof: commands, and the stack of `make up`."""

    name = "salesops"
    label = "salesops"
