"""Events and deliveries in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.outbox.models import Delivery, Event, Heartbeat, StepRun
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """One event."""

    list_display = ("at", "type", "subject_kind", "subject_id", "seq", "actor_name")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """One delivery; a dead one waits for a person."""

    list_display = ("id", "handler", "status", "attempts", "next_at", "error")
    list_filter = ("status", "handler")


admin.site.register(Heartbeat, ReadOnlyAdmin)
admin.site.register(StepRun, ReadOnlyAdmin)
