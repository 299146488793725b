"""The rows of the offer editor while they are typed: one more, one less, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opportunities.forms.offer import COLUMNS
from opportunities.models import PriceBookEntry

_EMPTY = {"kind": "services", "charge": "one_time", "quantity": "1", "discount": "0"}


def count_rows(typed: Mapping[str, Any]) -> int:
    """Count the rows of a posted form."""
    return sum(name.startswith("quantity_") for name in typed)


def with_row(typed: Mapping[str, Any], entry: PriceBookEntry | None) -> dict[str, Any]:
    """Return the form with one row more: an entry of the price book at list price, or an empty custom item."""
    row: dict[str, Any] = dict(_EMPTY)
    if entry is not None:
        words = {name: getattr(entry, name) for name in ("code", "name", "detail", "kind", "charge")}
        row |= words | {"unit_list": entry.unit_list, "unit_cost": entry.unit_cost}
        row |= {"unit_net": entry.unit_list, "net_was": entry.unit_list}
    return _written(typed, [*_rows(typed), row])


def without_row(typed: Mapping[str, Any], index: int) -> dict[str, Any]:
    """Return the form with one row less."""
    return _written(typed, [row for place, row in enumerate(_rows(typed)) if place != index])


def _rows(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{name: typed.get(f"{name}_{index}", "") for name in COLUMNS} for index in range(count_rows(typed))]


def _written(typed: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    others = {name: value for name, value in typed.items() if name.rpartition("_")[0] not in COLUMNS}
    return others | {f"{name}_{index}": value for index, row in enumerate(rows) for name, value in row.items()}
