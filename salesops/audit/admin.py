"""The ledger in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.audit.models import AuditEntry
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """One entry."""

    list_display = ("at", "action", "outcome", "code", "actor_name", "subject_kind", "subject_id", "seq")
    list_filter = ("outcome",)
