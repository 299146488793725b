"""Which fields need a scope of their own, in every rendering of every room: the one table (reliability §5, P19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

COMMERCIAL = frozenset(
    [
        "recurring", "one_time", "term_months", "base_acv", "tcv", "acv", "amount", "currency", "rate", "rate_date",
        "amount_reporting", "cost_per_day", "margin", "days_at_floor",
        "options", "entries", "marketplace_fee", "partner_fee", "fee_percent", "fee_terms", "limits",
        "about",  # what a trigger fires for may be a price
    ]
)  # fmt: skip
PERSONAL = frozenset(["email", "phone", "person_name", "person_email", "person_phone"])

SCOPE_OF_GROUP: dict[str, frozenset[str]] = {"deal:read.com": COMMERCIAL, "person:read": PERSONAL}


def hidden_fields(scopes: frozenset[str] | None) -> frozenset[str]:
    """This function will name the fields a caller with these scopes is not shown; None is a person."""
    if scopes is None:
        return frozenset()
    return frozenset().union(*(names for scope, names in SCOPE_OF_GROUP.items() if scope not in scopes))


def without_hidden(value: Any, hidden: Iterable[str]) -> Any:
    """This function will return nested data without the hidden fields, also where a list names them."""
    names = frozenset(hidden)
    if isinstance(value, dict):
        if value.get("field") in names:
            return {key: inner for key, inner in value.items() if key not in ("old", "new")}
        return {key: without_hidden(inner, names) for key, inner in value.items() if key not in names}
    if isinstance(value, list):
        return [without_hidden(inner, names) for inner in value]
    return value
