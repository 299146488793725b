"""REST addresses of reminders."""

from __future__ import annotations

from django.urls import path

from salesops.reminders.api.views import DoneView, RemindersView, ReminderView, SnoozeView

urlpatterns = [
    path("reminders/", RemindersView.as_view(), name="reminders"),
    path("reminders/<int:reminder_id>/", ReminderView.as_view(), name="reminder"),
    path("reminders/<int:reminder_id>/snooze/", SnoozeView.as_view(), name="reminder-snooze"),
    path("reminders/<int:reminder_id>/done/", DoneView.as_view(), name="reminder-done"),
]
