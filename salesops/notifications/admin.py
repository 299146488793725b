"""Notifications and messages in the admin: to look at; no secret address is shown."""

from __future__ import annotations

from django.contrib import admin

from salesops.notifications.models import FeedAddress, Hook, Message, Notification, Preference
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """One line of an inbox."""

    list_display = ("at", "recipient", "kind", "title", "read_at")
    list_select_related = ("recipient",)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """One mail or post; a dead one waits for a person."""

    list_display = ("id", "channel", "recipient", "status", "attempts", "next_at", "error")
    list_filter = ("status", "channel")
    list_select_related = ("recipient",)


@admin.register(Hook)
class HookAdmin(ReadOnlyAdmin):
    """One webhook, without its address."""

    list_display = ("name", "host", "wants", "ended_at")
    exclude = ("sealed_url",)


@admin.register(FeedAddress)
class FeedAddressAdmin(ReadOnlyAdmin):
    """One feed, without what is kept of its secret."""

    list_display = ("user", "created_at", "ended_at")
    list_select_related = ("user",)
    exclude = ("secret_hash",)


admin.site.register(Preference, ReadOnlyAdmin)
