"""The form of a price book: rows as a spreadsheet copies them, one entry a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from opportunities.domain.offer_words import CHARGES, KINDS
from opportunities.forms.moves import area, day_field
from opportunities.models import PriceBookEntry
from opportunities.services.publish_price_book import EntryInput
from salesops.core.errors import Invalid

COLUMNS = "code name kind charge unit_list unit_cost detail".split()
MOST_ROWS = 2_000


class PriceBookForm(forms.Form):
    """A whole price book."""

    name = forms.CharField(label="Name", max_length=120)
    currency = forms.CharField(label="Currency", max_length=3)
    valid_from = day_field("From", required=True, help_text="Today or later. What was offered before keeps its prices.")
    rows = forms.CharField(
        label="Entries",
        max_length=400_000,
        widget=area(14),
        help_text="One a line, columns as a spreadsheet copies them: code, name, software or services, recurring or "
        "one_time, list price, our cost, detail. Recurring prices are per year.",
    )

    def clean_rows(self) -> list[EntryInput]:
        """Read the lines, or say which are wrong."""
        entries, faults = read_rows(self.cleaned_data["rows"])
        if faults:
            raise forms.ValidationError(faults[:20])
        return entries


def read_rows(text: str) -> tuple[list[EntryInput], list[str]]:
    """This function will read entries separated by tabs or commas, and say what is wrong with which line."""
    delimiter = "\t" if "\t" in text else ","
    entries: list[EntryInput] = []
    faults: list[str] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        fault = _fault(values)
        if fault or len(entries) >= MOST_ROWS:
            faults.append(f"Line {number}: {fault or f'a price book has at most {MOST_ROWS} entries.'}")
        else:
            entries.append(_entry(values))
    return entries, faults


def rows_of(entries: Iterable[PriceBookEntry]) -> str:
    """This function will write entries as lines of the form."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for entry in entries:
        writer.writerow([getattr(entry, name) for name in COLUMNS])
    return out.getvalue()


def as_form_faults(error: Invalid) -> Invalid:
    """This function will name the service's faults of entries by their line: they stand in one field."""
    named: dict[str, list[str]] = {}
    for field, sentences in error.fields.items():
        parts = field.split(".")
        if parts[0] == "entries":
            where = f"Entry {int(parts[1]) + 1}: " if len(parts) > 1 else ""
            named.setdefault("rows", []).extend(f"{where}{sentence}" for sentence in sentences)
        else:
            named[field] = sentences
    return Invalid(named)


def _fault(values: list[str]) -> str:
    if len(values) < len(COLUMNS) - 1:
        return f"{len(values)} columns, {len(COLUMNS) - 1} are needed."
    if values[2] not in dict(KINDS):
        return f"“{values[2]}” is neither software nor services."
    if values[3] not in dict(CHARGES):
        return f"“{values[3]}” is neither recurring nor one_time."
    for cell in values[4:6]:
        if _number(cell) is None:
            return f"“{cell}” is not an amount."
    return ""


def _entry(values: list[str]) -> EntryInput:
    prices: dict[str, Any] = {"unit_list": _number(values[4]), "unit_cost": _number(values[5])}
    detail = values[6] if len(values) > len(COLUMNS) - 1 else ""
    return EntryInput(code=values[0], name=values[1], kind=values[2], charge=values[3], detail=detail, **prices)


def _number(cell: str) -> Decimal | None:
    try:
        value = Decimal(cell.replace(" ", ""))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and abs(value) < Decimal(10) ** 11 else None
