"""What a list of opportunities is narrowed to, ordered by and shown with: from a query string and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from opportunities.domain.added_columns import ADDED
from opportunities.domain.kinds import FORECAST_CATEGORIES, SUBTYPES

STATUSES = {"open": "Open", "won": "Won", "lost": "Lost", "all": "Any"}
GROUPS = ("", "owner")
STEPS = {"overdue": "Overdue", "missing": "Missing", "week": "Due within 7 days"}
# Column key -> heading. The order is the order of the table.
COLUMNS = {
    "stage": "Stage",
    "amount": "Amount",
    "weighted": "Weighted",
    "close": "Close",
    "owner": "Owner",
    "gate": "Gate",
    "score": "MEDDPICC",
    "in_stage": "In stage",
    "next_step": "Next step",
    "forecast": "Forecast",
    "subtype": "Sub-type",
    "account": "Account",
    "source": "Source",
    "region": "Region",
    "created": "Created",
    "probability": "Probability",
    "product": "Product",
}
DEFAULT_COLUMNS = ("stage", "amount", "close", "owner", "gate", "score", "in_stage", "next_step")
SORTS = (
    "name",
    "amount",
    "close",
    "stage",
    "owner",
    "created",
    "in_stage",
    "next_step",
    "weighted",
    "account",
)
LARGEST = Decimal(999999999999)


@dataclass(frozen=True, slots=True)
class Filters:
    """A list's narrowing, order and columns. Amounts are in the reporting currency, dates inclusive.

    `added` are the filters of columns that higher rooms add, as (column, choice).
    """

    process: str = ""
    status: str = "open"
    stage: str = ""
    owner: str = ""
    region: str = ""
    subtype: str = ""
    forecast: str = ""
    step: str = ""
    q: str = ""
    close_after: date | None = None
    close_before: date | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    group: str = ""
    sort: str = "-amount"
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    added: tuple[tuple[str, str], ...] = ()

    def query(self) -> dict[str, str]:
        """This function will give the query string's parts that differ from the default."""
        plain = Filters()
        parts = dict(self.added)
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name != "added" and value != getattr(plain, item.name):
                parts[item.name] = ",".join(value) if isinstance(value, tuple) else str(value)
        return parts

    def without(self, *names: str) -> Filters:
        """This function will return the same list with some filters taken off (status falls back to any)."""
        plain = {name: getattr(Filters(), name) for name in names if name not in ADDED}
        if "status" in plain:
            plain["status"] = "all"
        return replace(self, **plain, added=tuple(pair for pair in self.added if pair[0] not in names))

    @property
    def sort_key(self) -> str:
        """The column ordered by, without its direction."""
        return self.sort.removeprefix("-")


def read_filters(query: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """This function will read a query string, leaving out what makes no sense and saying so in words."""
    problems: list[str] = []
    return (
        Filters(
            process=query.get("process", "")[:40],
            status=_choice(query, "status", STATUSES, problems, "open"),
            stage=query.get("stage", "")[:40],
            owner=_owner(query, problems),
            region=query.get("region", "")[:32],
            subtype=_choice(query, "subtype", dict(SUBTYPES), problems, ""),
            forecast=_choice(query, "forecast", dict(FORECAST_CATEGORIES), problems, ""),
            step=_choice(query, "step", STEPS, problems, ""),
            q=query.get("q", "").replace("\x00", "").strip()[:100],
            close_after=_date(query, "close_after", problems),
            close_before=_date(query, "close_before", problems),
            amount_min=_amount(query, "amount_min", problems),
            amount_max=_amount(query, "amount_max", problems),
            group=_choice(query, "group", GROUPS, problems, ""),
            sort=_sort(query, problems),
            columns=_columns(query),
            added=tuple(
                (key, choice)
                for key, column in ADDED.items()
                if (choice := _choice(query, key, column.choices, problems, ""))
            ),
        ),
        problems,
    )


def _choice(
    query: Mapping[str, str],
    name: str,
    allowed: Iterable[str],
    problems: list[str],
    default: str,
) -> str:
    value = query.get(name, "")
    if not value:
        return default
    if value in allowed:
        return value
    problems.append(f"{name.capitalize()} {value[:40]} is not known; the filter was left out.")
    return default


def _owner(query: Mapping[str, str], problems: list[str]) -> str:
    value = query.get("owner", "")
    if value in ("", "me") or (value.isdecimal() and len(value) < 18):
        return value
    problems.append("That owner is not known; the filter was left out.")
    return ""


def _date(query: Mapping[str, str], name: str, problems: list[str]) -> date | None:
    value = query.get(name, "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(f"{value[:20]} is not a date like 2027-03-31; the filter was left out.")
        return None


def _amount(query: Mapping[str, str], name: str, problems: list[str]) -> Decimal | None:
    value = query.get(name, "").replace(",", "").strip()
    if not value:
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount.is_finite() and 0 <= amount <= LARGEST:
        return amount
    problems.append(f"{value[:20]} is not an amount; the filter was left out.")
    return None


def _sort(query: Mapping[str, str], problems: list[str]) -> str:
    value = query.get("sort", "")
    if not value or value.removeprefix("-") in (*SORTS, *ADDED):
        return value or "-amount"
    problems.append("That order is not known; largest amount comes first.")
    return "-amount"


def _columns(query: Mapping[str, str]) -> tuple[str, ...]:
    asked = query.get("columns", "").split(",")
    return tuple(name for name in (*COLUMNS, *ADDED) if name in asked) or DEFAULT_COLUMNS
