"""The map of the REST interface, version 1. One line a room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from salesops.web.api.nothing import NothingHere

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("salesops.users.api.urls")),
    path("", include("salesops.notifications.api.urls")),
    path("", include("salesops.accounts.api.urls")),
    path("", include("salesops.territories.api.urls")),
    path("", include("salesops.reminders.api.urls")),
    path("", include("salesops.intake.api.urls")),
    path("", include("opportunities.api.urls")),
    path("", include("qualification.api.urls")),
    path("", include("approvals.api.urls")),
    path("", include("handoff.api.urls")),
    path("", include("salesops.process.api.urls")),
    path("", include("salesops.outbox.api.urls")),
    path("", include("salesops.audit.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(template_name="web/api_docs.html"), name="api-docs"),
    re_path(r"[\s\S]*", NothingHere.as_view(), name="api-nothing"),
]
