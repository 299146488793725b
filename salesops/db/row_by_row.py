"""One change for many rows: each on its own, rehearsed first where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from salesops.core.errors import Invalid, SalesOpsError

MOST = 1000


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: changed or not, in words, with the refusal's code and facts if any."""

    id: int
    ok: bool
    sentence: str
    code: str = ""
    facts: Mapping[str, Any] | None = None


class _DryRun(Exception):
    """Ends a rehearsed row."""


def row_by_row(ids: Sequence[int], act: Callable[[int], str], *, dry_run: bool) -> list[RowResult]:
    """This function will apply `act` to each row in a transaction of its own; a refused row does not stop the others.

    `act` returns what it did, in words. A dry run carries every row out and takes it back, so that it says exactly
    what the run would.

    Raises: Invalid for over 1,000 rows.
    """
    if len(ids) > MOST:
        raise Invalid({"ids": [f"At most {MOST:,} rows at a time."]})
    return [_one(pk, act, dry_run) for pk in dict.fromkeys(ids)]


def _one(pk: int, act: Callable[[int], str], dry_run: bool) -> RowResult:
    sentence = ""
    try:
        with transaction.atomic():
            sentence = act(pk)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return RowResult(pk, True, sentence)
    except SalesOpsError as error:
        return RowResult(pk, False, error.message, error.code, error.facts)
    return RowResult(pk, True, sentence)
