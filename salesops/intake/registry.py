"""What higher rooms know of a buyer: each declares its source here, and intake asks them all (domain §11.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from salesops.intake.domain.findings import Buyer, Finding

Source = Callable[[Buyer, datetime], Iterable[Finding]]
_sources: dict[str, Source] = {}


def conflict_source(name: str) -> Callable[[Source], Source]:
    """This function will declare a source under a name; the decorated function reads and never writes.

    Raises: ValueError where another source has the name.
    """

    def register(source: Source) -> Source:
        if _sources.setdefault(name, source) is not source:
            raise ValueError(f"Two conflict sources are named {name}; rename one.")
        return source

    return register


def found_above(buyer: Buyer, now: datetime) -> list[Finding]:
    """This function will return what all higher rooms found."""
    return [finding for _, source in sorted(_sources.items()) for finding in source(buyer, now)]
