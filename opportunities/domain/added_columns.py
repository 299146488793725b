"""Columns that a higher room adds to lists of opportunities: read in the list's own statement, sorted and filtered by.

The third of the registries beside panels and marks (docs/adr/0102-page-panels.md): the room names a field that hangs
on the opportunity by one row, and how it looks; the list joins it, so that it costs no statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Noted = tuple[str, str, str]  # icon, words, tone of a badge


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """One column: `path` is the field, `draw` its cell as HTML, `text` its value in an export.

    `choices` are what its filter takes, `narrows` the field they stand in; `on_card` puts the cell on cards, and
    `badge` gives what a card should notice, or None. Lists of work are ordered by the one that `ranks`; `explained` is
    the route of the page that says how a deal came by its value.
    """

    key: str
    label: str
    icon: str
    path: str
    draw: Callable[[Any], Any]
    text: Callable[[Any], str | int | None]
    choices: Mapping[str, str] = field(default_factory=dict)
    narrows: str = ""
    on_card: bool = False
    badge: Callable[[Any], Noted | None] | None = None
    ranks: bool = False
    explained: str = ""

    @property
    def name(self) -> str:
        """The name its value has on a row of the list."""
        return f"added_{self.key}"


ADDED: dict[str, AddedColumn] = {}


def add_column(column: AddedColumn) -> None:
    """This function will register a column. Raises: ValueError if its key is taken."""
    if column.key in ADDED:
        raise ValueError(f"There is a column {column.key} already.")
    ADDED[column.key] = column


def ranking() -> AddedColumn | None:
    """This function will return the column that lists of work are ordered by, the highest first, if there is one."""
    return next((column for column in ADDED.values() if column.ranks), None)
