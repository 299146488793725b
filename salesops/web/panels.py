"""Parts of a page that a higher room adds: it registers a loader and a template, the page asks for the place.

A page of layer 2 may not import layer 3, and still shows its panel. This is the page's counterpart of the
criterion registry (docs/adr/0102-page-panels.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesops.core.actor import Actor

Loader = Callable[[Actor, Mapping[int, Any], datetime], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One part: where it goes (`opportunity.main`, `account.row` …), in which order, how it looks."""

    place: str
    key: str
    order: int
    template: str
    load: Loader


@dataclass(frozen=True, slots=True)
class Shown:
    """One part with what it shows for one record."""

    panel: Panel
    data: Any


_PANELS: dict[str, list[Panel]] = {}


def panel(place: str, key: str, *, order: int, template: str) -> Callable[[Loader], Loader]:
    """This function will register a loader for a place. Raises: ValueError if the key is taken there."""

    def register(load: Loader) -> Loader:
        taken = _PANELS.setdefault(place, [])
        if any(other.key == key for other in taken):
            raise ValueError(f"The panel {key} stands in {place} already.")
        taken.append(Panel(place, key, order, template, load))
        taken.sort(key=lambda each: each.order)
        return load

    return register


def load_panels(
    actor: Actor, known: Mapping[int, Any], now: datetime, *places: str
) -> dict[str, dict[int, list[Shown]]]:
    """This function will load every part of the places for all the records, each loader once; by place, then by id.

    `known` holds the facts the page has read of each record, None where it has read none: a part reads them again
    from there and not from the database.
    """
    loaded: dict[Loader, Mapping[int, Any]] = {}
    found: dict[str, dict[int, list[Shown]]] = {place: {pk: [] for pk in known} for place in places}
    for place in places:
        for each in _PANELS.get(place, []) if known else []:
            if each.load not in loaded:
                loaded[each.load] = each.load(actor, known, now)
            for pk, data in loaded[each.load].items():
                found[place][pk].append(Shown(each, data))
    return found
