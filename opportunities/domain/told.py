"""How events of higher rooms read on a deal's timeline: each room registers its words, the timeline asks for them.

The fourth of the registries beside panels, marks and added columns (docs/adr/0102-page-panels.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

_KEY = re.compile(r"[a-z]+(_[a-z]+)+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Words(dict[str, str]):
    """Values for a sentence; what the event does not say is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _plain(text: str) -> str:
    """Write a key of ours, as `not_met`, in words, and a day as people do; leave what people wrote as it is."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return f"{date.fromisoformat(text):%-d %b %Y}"
    return text.replace("_", " ") if _KEY.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Told:
    """How one type of event reads: an icon, a sentence, a second line; `{name}` stands for the event's data."""

    icon: str
    sentence: str
    detail: str = ""

    def read(self, data: Mapping[str, Any]) -> tuple[str, str]:
        """This function will return sentence and second line for an event's data."""
        words = _Words({name: _plain(str(value)) for name, value in data.items() if value is not None})
        return self.sentence.format_map(words).removesuffix(": "), self.detail.format_map(words)


TOLD: dict[str, Told] = {}


def add_told(rows: Mapping[str, Told]) -> None:
    """This function will register words by type of event. Raises: ValueError if one has some already."""
    if taken := TOLD.keys() & rows.keys():
        raise ValueError(f"There are words already for {', '.join(sorted(taken))}.")
    TOLD.update(rows)
