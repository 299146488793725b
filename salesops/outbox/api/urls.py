"""REST addresses of events."""

from __future__ import annotations

from django.urls import path

from salesops.outbox.api.views import EventsView

urlpatterns = [path("events/", EventsView.as_view(), name="events")]
