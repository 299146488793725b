"""MEDDPICC assessments in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from qualification.models import Assessment, Cosignature
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """One assessment of one component; never edited."""

    list_display = ("set_at", "opportunity", "component", "level", "set_by")
    list_select_related = ("opportunity", "set_by")
    list_filter = ("component",)


admin.site.register(Cosignature, ReadOnlyAdmin)
