"""A CSV or XLSX file as rows of text, within strict limits; run in a process of its own on what strangers upload.

`python -m opportunities.domain.sheets NAME < file` writes one JSON list a row, or one JSON object with the fault.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_CELL = 32 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
# Characters that hide or turn round what a person reads; never part of a name.
HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")


class BadSheet(ValueError):
    """The file cannot be read; the message says what is wrong and what to do."""


def read_sheet(name: str, content: bytes) -> Iterator[list[str]]:
    """This function will yield the rows of a file, the heading first, every cell as trimmed text.

    Raises: BadSheet for a wrong type, a broken file, or one over the limits (10 MB, 50,000 rows, 200 columns,
    32 KB a cell, 100 MB or 100 × unpacked).
    """
    if len(content) > MOST_BYTES:
        raise BadSheet("The file is larger than 10 MB; split it.")
    if not content.strip():
        raise BadSheet("The file is empty.")
    is_zip = content.startswith(b"PK\x03\x04")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in ("csv", "xlsx") or is_zip != (ending == "xlsx"):
        raise BadSheet("The file is neither CSV nor XLSX, or its ending does not fit its content.")
    rows = _xlsx(content) if is_zip else _csv(content)
    yield from _bounded(rows)


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    width = 0
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise BadSheet("The file has more than 50,000 rows; split it.")
        if len(row) > MOST_COLUMNS:
            raise BadSheet("The file has more than 200 columns; keep the ones that matter.")
        cells = [_cell(value, number + 1) for value in row]
        if number == 0:
            width = _heading(cells)
        if any(cells):
            yield (cells + [""] * width)[:width] if len(cells) <= width else _too_wide(cells, width, number + 1)


def _heading(cells: list[str]) -> int:
    while cells and not cells[-1]:
        cells.pop()
    if not cells or not all(cells):
        raise BadSheet("Row 1 must name every column.")
    if len(set(cells)) != len(cells):
        raise BadSheet("Row 1 names a column twice.")
    return len(cells)


def _too_wide(cells: list[str], width: int, number: int) -> list[str]:
    if any(cells[width:]):
        raise BadSheet(f"Row {number} has more cells than row 1 names columns.")
    return cells[:width]


def _cell(value: str, row: int) -> str:
    if len(value) > MOST_CELL:
        raise BadSheet(f"Row {row} has a cell of more than 32 KB.")
    text = value.strip()
    if any(ord(letter) < 32 and letter not in "\t\n\r" for letter in text):
        raise BadSheet(f"Row {row} holds control characters; save the file again as plain text.")
    if not HIDDEN.isdisjoint(text):
        raise BadSheet(f"Row {row} holds hidden characters that change how text reads; remove them.")
    return text


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    csv.field_size_limit(MOST_CELL * 4)
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise BadSheet(f"The CSV is broken: {error}.") from error


def _decode(content: bytes) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSheet("The file holds NUL bytes; it is not CSV.")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSheet("The file is not UTF-8; save it as CSV UTF-8.") from error


def _xlsx(content: bytes) -> Iterator[list[str]]:
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            yield [_xlsx_text(cell) for cell in row]
    except BadSheet:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise BadSheet("The XLSX file is broken or holds something a table does not.") from error


def _xlsx_text(cell: object) -> str:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f":
        raise BadSheet(f"Cell {getattr(cell, 'coordinate', '')} holds a formula; paste values instead.")
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_archive(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise BadSheet("The XLSX file is broken.") from error
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if any(name.startswith("/") or ".." in name or "\\" in name for name in names) or len(names) != len(set(names)):
        raise BadSheet("The XLSX file names its parts in a way no spreadsheet does.")
    if "[Content_Types].xml" not in names or len(names) > 1000:
        raise BadSheet("The file is an archive, but not an XLSX file.")
    if any("vbaProject" in name for name in names):
        raise BadSheet("The XLSX file holds macros; save it without.")
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 1):
        raise BadSheet("The XLSX file unpacks to far more than it is; it is not read.")


def main(name: str) -> None:
    """Read the file on standard input and write its rows, or its fault, as JSON lines."""
    write = sys.stdout.write
    try:
        for row in read_sheet(name, sys.stdin.buffer.read(MOST_BYTES + 1)):
            write(json.dumps(row, ensure_ascii=False) + "\n")
    except BadSheet as error:
        write(json.dumps({"fault": str(error)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
