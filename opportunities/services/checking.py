"""What the values of an opportunity must look like, whoever gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from opportunities.domain.kinds import FORECAST_CATEGORIES, POSITIONS, SUBTYPES, VIABILITY, Choices
from opportunities.models import Product

_CHOICES: dict[str, Choices] = {
    "budget": VIABILITY,
    "authority": VIABILITY,
    "timeline": VIABILITY,
    "position": POSITIONS,
    "forecast_category": FORECAST_CATEGORIES,
    "subtype": SUBTYPES,
}
_YEARS = (date(2000, 1, 1), date(2100, 1, 1))


def faults_of(changed: Mapping[str, Any]) -> dict[str, list[str]]:
    """This function will list what is wrong with given values, by field: the same for a new deal and a change."""
    faults: dict[str, list[str]] = {}
    for name, value in changed.items():
        if name in _CHOICES and value not in dict(_CHOICES[name]):
            faults[name] = [f"Choose one of: {', '.join(dict(_CHOICES[name]))}."]
        elif isinstance(value, date) and not _YEARS[0] <= value < _YEARS[1]:
            faults[name] = ["The date must lie between 2000 and 2099."]
        elif isinstance(value, Decimal) and (not value.is_finite() or value < 0):
            faults[name] = ["The value cannot be negative."]
        elif name == "term_months" and not 1 <= value <= 120:
            faults[name] = ["The term must be 1 to 120 months."]
        elif name == "name" and not value.strip():
            faults[name] = ["An opportunity needs a name."]
        elif name == "product_id" and value is not None and not Product.objects.filter(pk=value).exists():
            faults[name] = ["There is no such product."]
    return faults
