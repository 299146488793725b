"""What the columns and values of a foreign file mean here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

# What a column may mean, with the headings it is recognised by.
TARGETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "key": ("Key in the other system", ("opportunity_id", "id", "record id", "deal id", "key")),
    "name": ("Name", ("name", "deal name", "opportunity", "opportunity name", "title")),
    "account": ("Account", ("account", "company", "account name", "customer", "organisation", "organization")),
    "owner": ("Owner", ("owner", "sales_agent", "sales agent", "deal owner", "seller", "rep")),
    "product": ("Product", ("product", "product name")),
    "stage": ("Stage", ("stage", "deal_stage", "deal stage", "status")),
    "created_on": ("Created on", ("created", "engage_date", "engage date", "create date", "created_on")),
    "closed_on": ("Closes or closed on", ("close_date", "close date", "closed", "closed_on")),
    "amount": ("Value", ("amount", "close_value", "close value", "value", "deal value")),
    "currency": ("Currency", ("currency", "currency code")),
    "use_case": ("Use case", ("use case", "use_case", "workload")),
    "problem": ("Problem", ("problem", "pain", "description")),
    "loss_reason": ("Loss reason", ("loss_reason", "loss reason", "closed lost reason")),
}
REQUIRED = ("key", "owner", "stage")

DATE_FORMATS: dict[str, str] = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD-MM-YY": "%d-%m-%y",
    "MM-DD-YY": "%m-%d-%y",
    "YY-MM-DD": "%y-%m-%d",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD-MM-YYYY": "%d-%m-%Y",
}


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """How to read a file: target → column, field → foreign value → ours, the date format, a name for the source."""

    process: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_format: str = ""
    source: str = "file"
    creates_accounts: bool = False

    def as_dict(self) -> dict[str, Any]:
        """This function will return the mapping as plain data to store."""
        return asdict(self)


def read_mapping(content: Mapping[str, Any]) -> ImportMapping:
    """This function will read a stored or written mapping. Raises: ValueError naming what is wrong."""
    known = {"process", "columns", "values", "date_format", "source", "creates_accounts"}
    unknown = set(content) - known
    columns = content.get("columns") or {}
    strange = set(columns) - set(TARGETS)
    if unknown or strange or not content.get("process"):
        raise ValueError(
            f"The mapping has unknown or missing parts: {', '.join(sorted(unknown | strange)) or 'process'}."
        )
    if content.get("date_format") and content["date_format"] not in DATE_FORMATS:
        raise ValueError(f"The date format is one of: {', '.join(DATE_FORMATS)}.")
    return ImportMapping(**{**content, "columns": dict(columns), "values": dict(content.get("values") or {})})


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """This function will recognise the columns whose headings are known."""
    by_words = {heading.strip().lower(): heading for heading in headings}
    found = {}
    for target, (_, words) in TARGETS.items():
        heading = next((by_words[word] for word in words if word in by_words), None)
        if heading is not None:
            found[target] = heading
    return found


def parse_date(text: str, name: str) -> date:
    """This function will read a date in the named format. Raises: ValueError."""
    return datetime.strptime(text, DATE_FORMATS[name]).date()  # noqa: DTZ007 - a date has no zone


def fitting_formats(values: Iterable[str], today: date) -> list[str]:
    """This function will list the formats that read every value, the likeliest first.

    Likeliest is the one whose dates lie closest together and least in the future.
    """
    distinct = sorted({value for value in values if value})
    if not distinct:
        return []
    fitting = []
    for name in DATE_FORMATS:
        dates = _dates(distinct, name)
        if dates is not None:
            span = (max(dates) - min(dates)).days + 10 * max((max(dates) - today).days - 730, 0)
            fitting.append((span, name))
    return [name for _, name in sorted(fitting)]


def _dates(values: Sequence[str], name: str) -> list[date] | None:
    try:
        return [parse_date(value, name) for value in values]
    except ValueError:
        return None
