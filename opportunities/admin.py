"""Opportunities and their history in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from opportunities.models import Attestation, Document, FieldChange, Milestone, Opportunity, StageEvent, Waiver
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Opportunity)
class OpportunityAdmin(ReadOnlyAdmin):
    """One opportunity."""

    list_display = ("name", "account", "owner", "stage", "stage_kind", "amount", "currency", "version")
    list_select_related = ("account", "owner")
    list_filter = ("stage_kind",)
    search_fields = ("name",)


@admin.register(StageEvent)
class StageEventAdmin(ReadOnlyAdmin):
    """One move."""

    list_display = ("at", "opportunity", "seq", "move", "from_stage", "to_stage", "actor")
    list_select_related = ("opportunity", "actor")


admin.site.register([FieldChange, Attestation, Waiver, Milestone, Document], ReadOnlyAdmin)
