"""The HTTP kit as a Django app, so that its template tags and pages are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The app `web`: pages, fragments and the REST base shared by every room."""

    name = "salesops.web"
    label = "web"
