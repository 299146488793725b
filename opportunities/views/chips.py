"""What stands in the filter bar: one chip a filter, each with the address that takes it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import STATUSES, STEPS, Filters
from opportunities.domain.kinds import FORECAST_CATEGORIES, SUBTYPES
from salesops.web.templatetags.formats import day, money


@dataclass(frozen=True, slots=True)
class Chip:
    """Field, operator, value, and where its cross leads."""

    icon: str
    field: str
    operator: str
    value: str
    off: str


def address(filters: Filters, **changes: Any) -> str:
    """This function will give the query string of the same list with some filters changed."""
    return "?" + urlencode(replace(filters, **changes).query())


def chips(filters: Filters, *, owners: Mapping[str, str], stages: Mapping[str, str], currency: str) -> list[Chip]:
    """This function will list the chips of the filters in force."""
    found: list[Chip] = []

    def add(name: str, icon: str, field: str, operator: str, value: str) -> None:
        found.append(Chip(icon, field, operator, value, "?" + urlencode(filters.without(name).query())))

    if filters.status != "all":
        add("status", "layers", "Status", "is", STATUSES[filters.status])
    if filters.q:
        add("q", "search", "Text", "has", filters.q)
    if filters.stage:
        add("stage", "target", "Stage", "is", stages.get(filters.stage, filters.stage))
    if filters.owner:
        add("owner", "user", "Owner", "is", "me" if filters.owner == "me" else owners.get(filters.owner, "unknown"))
    if filters.close_after:
        add("close_after", "calendar", "Close", "from", day(filters.close_after))
    if filters.close_before:
        add("close_before", "calendar", "Close", "until", day(filters.close_before))
    if filters.amount_min is not None:
        add("amount_min", "circle-dot", "Amount", "≥", money(filters.amount_min, currency))
    if filters.amount_max is not None:
        add("amount_max", "circle-dot", "Amount", "≤", money(filters.amount_max, currency))
    for name, icon, words, choices in (
        ("subtype", "workflow", "Sub-type", dict(SUBTYPES)),
        ("forecast", "activity", "Forecast", dict(FORECAST_CATEGORIES)),
        ("step", "arrow-right", "Next step", STEPS),
        ("region", "map", "Region", {filters.region: filters.region}),
    ):
        if value := getattr(filters, name):
            add(name, icon, words, "is", choices[value])
    for key, choice in filters.added:
        add(key, ADDED[key].icon, ADDED[key].label, "is", ADDED[key].choices[choice])
    return found
