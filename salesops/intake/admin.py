"""Leads and marketing in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.intake.models import Lead, LeadMove, LeadSignal, LeadTouch, MarketingAsset
from salesops.web.read_only import ReadOnlyAdmin


@admin.register(Lead)
class LeadAdmin(ReadOnlyAdmin):
    """A lead."""

    list_display = ("company", "person_name", "source", "status", "owner", "opened_at")
    list_select_related = ("owner",)
    search_fields = ("company", "person_name", "person_email")


@admin.register(MarketingAsset)
class MarketingAssetAdmin(ReadOnlyAdmin):
    """A marketing asset."""

    list_display = ("title", "kind", "state", "audience", "owner")
    list_select_related = ("owner",)


admin.site.register([LeadSignal, LeadTouch, LeadMove], ReadOnlyAdmin)
