"""The map of addresses. One line a room; the rooms' own urls.py say the rest."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from opportunities.views.search import search
from opportunities.views.today import home
from salesops.intake.urls import portal_urls
from salesops.stack.views import healthz, metrics, readyz, retry_job, show_operations

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", login_not_required(healthz), name="healthz"),
    path("readyz", login_not_required(readyz), name="readyz"),
    path("metrics", login_not_required(metrics), name="metrics"),
    path("settings/operations/", show_operations, name="settings_operations"),
    path("settings/operations/<slug:room>/<int:job_id>/retry/", retry_job, name="settings_retry"),
    # Before the rooms, whose addresses share no beginning: a program's request need not be held against them all.
    path("api/v1/", include("salesops.api_urls")),
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("", include("salesops.web.urls")),
    path("", include("salesops.users.urls")),
    path("", include("salesops.audit.urls")),
    path("", include("salesops.process.urls")),
    path("", include("salesops.notifications.urls")),
    path("", include("salesops.territories.urls")),
    path("", include("salesops.accounts.urls")),
    path("", include("salesops.reminders.urls")),
    path("", include("salesops.intake.urls")),
    path("partners/", include((portal_urls, "partners"))),
    path("", include("opportunities.urls")),
    path("", include("qualification.urls")),
    path("", include("approvals.urls")),
    path("auth/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler403 = "salesops.web.views.forbidden"
handler404 = "salesops.web.views.not_found"
handler500 = "salesops.web.views.server_error"
