"""Marks that a higher room puts on many rows: it registers what a mark reads of a record's facts and how it is drawn.

The sister of the panels (docs/adr/0102-page-panels.md): a card has read its record's facts to judge the gate, and a
mark reads the same ones, so that it costs no statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where it stands (`opportunity.card`), in which order, what it reads and how it looks."""

    place: str
    key: str
    order: int
    draw: Callable[[Any], SafeString]
    read: Reader


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One mark with what it shows of one record."""

    mark: Mark
    value: Any

    @property
    def text(self) -> SafeString:
        """The mark as HTML."""
        return self.mark.draw(self.value)


_MARKS: dict[str, list[Mark]] = {}


def mark(place: str, key: str, *, order: int, draw: Callable[[Any], SafeString]) -> Callable[[Reader], Reader]:
    """This function will register a reader for a place. Raises: ValueError if the key is taken there."""

    def register(read: Reader) -> Reader:
        taken = _MARKS.setdefault(place, [])
        if any(other.key == key for other in taken):
            raise ValueError(f"The mark {key} stands in {place} already.")
        taken.append(Mark(place, key, order, draw, read))
        taken.sort(key=lambda each: each.order)
        return read

    return register


def marks_on(place: str, facts: Any) -> list[ShownMark]:
    """This function will read every mark of the place from one record's facts."""
    return [ShownMark(each, each.read(facts)) for each in _MARKS.get(place, [])]
