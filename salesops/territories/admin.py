"""Territories in the admin: to look at."""

from __future__ import annotations

from django.contrib import admin

from salesops.territories.models import (
    AccountPlace,
    FrozenSegment,
    NamedAccount,
    PlannedAssignment,
    Territory,
    TerritoryAssignment,
    TerritoryDispute,
    TerritoryPlan,
    TerritoryRule,
)
from salesops.web.read_only import ReadOnlyAdmin

admin.site.register(
    [
        AccountPlace,
        FrozenSegment,
        NamedAccount,
        PlannedAssignment,
        Territory,
        TerritoryAssignment,
        TerritoryDispute,
        TerritoryPlan,
        TerritoryRule,
    ],
    ReadOnlyAdmin,
)
