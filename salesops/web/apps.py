"""The HTTP kit as a Django app, so that its template tags and pages are found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """The app `web`: pages, fragments and the REST base shared by every room."""

    name = "salesops.web"
    label = "web"

    def ready(self) -> None:
        """Let every room register what it shows on the pages of others."""
        autodiscover_modules("panels")
