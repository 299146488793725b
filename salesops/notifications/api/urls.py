"""REST addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from salesops.notifications.api.views import NotificationsView, ReadView

urlpatterns = [
    path("notifications/", NotificationsView.as_view(), name="notifications"),
    path("notifications/<int:notification_id>/read/", ReadView.as_view(), name="notification-read"),
]
