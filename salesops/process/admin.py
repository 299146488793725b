"""Process definitions in the admin: to look at; they are published by a release."""

from __future__ import annotations

from django.contrib import admin

from salesops.process.models import ProcessDefinition
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(ProcessDefinition)
class ProcessDefinitionAdmin(ReadOnlyAdmin):
    """One version of one process."""

    list_display = ("key", "version", "status", "record_type", "published_at")
    list_filter = ("status",)
