"""Addresses of reminders."""

from __future__ import annotations

from django.urls import path

from salesops.reminders.views import own, settings

app_name = "reminders"
urlpatterns = [
    path("settings/reminders/", settings.show_rules, name="rules"),
    path("settings/reminders/<slug:key>/", settings.RuleView.as_view(), name="rule"),
    path("reminders/<int:reminder_id>/", own.show_reminder, name="reminder"),
    path("reminders/<int:reminder_id>/snooze/", own.SnoozeView.as_view(), name="snooze"),
    path("reminders/<int:reminder_id>/done/", own.DoneView.as_view(), name="done"),
]
