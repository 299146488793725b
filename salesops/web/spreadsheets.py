"""Tables that leave as CSV: every cell quoted, and nothing in them that a spreadsheet would run (reliability P25)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.http import StreamingHttpResponse

Value = str | int | Decimal | date | datetime | None
_STARTS = frozenset("=+-@|%")
_BREAKS = ("\t", "\r", "\n", "\x00")
# Blanks, controls, zero-width and unassigned characters, and quotes: what a program skips before it reads a formula.
_SKIPPED = ("Z", "C")
_QUOTES = frozenset("'\"`‘’“”")


def harmless(value: Value) -> Value:
    """This function will keep a spreadsheet from running a text as a formula; numbers and dates stay as they are."""
    if not isinstance(value, str):
        return value
    seen = unicodedata.normalize("NFKC", value)
    first = next((each for each in seen if not _is_skipped(each)), "")
    if first in _STARTS or value.startswith(_BREAKS):
        return "'" + value.replace("\x00", "")
    return value.replace("\x00", "")


def csv_lines(rows: Iterable[Iterable[Value]]) -> Iterator[str]:
    """This function will write rows as CSV (RFC 4180), one text a row, every cell quoted and harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def as_csv(rows: Iterable[Iterable[Value]], name: str) -> StreamingHttpResponse:
    """This function will send rows, the heading first, as the download `name`.csv."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _is_skipped(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _SKIPPED or letter in _QUOTES
