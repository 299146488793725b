"""Obligations and reminders in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.reminders.models import Lap, Obligation, Reminder, ReminderEntry, ReminderRecipient, RuleSetting
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyAdmin):
    """One turn; a dead one waits for a person."""

    list_display = ("id", "rule", "scope", "scope_id", "lane", "turn", "due_at", "status", "attempts", "note")
    list_filter = ("status", "rule")


admin.site.register([Lap, Reminder, ReminderEntry, ReminderRecipient, RuleSetting], ReadOnlyAdmin)
