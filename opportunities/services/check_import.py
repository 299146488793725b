"""Check an import without changing anything: every row understood, every problem named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from opportunities.domain.import_rows import Known, Problem, ReadRow, read_row
from opportunities.domain.mapping import REQUIRED, ImportMapping, fitting_formats
from opportunities.models import ExchangeRate, Opportunity, Product
from salesops.accounts.queries import accounts
from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Definition, StageKind
from salesops.process.queries import definition_of, published_definition
from salesops.users.queries import people, workspace

DATE_TARGETS = ("created_on", "closed_on")


@dataclass(slots=True)
class Checked:
    """A file as it was understood: rows to import, rows already here, problems."""

    definition: Definition
    definition_id: int
    rows: list[ReadRow]
    already: set[str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> list[ReadRow]:
        """The rows that can be imported and are not here yet."""
        return [row for row in self.rows if row.is_good and row.key not in self.already]

    def counts(self) -> dict[str, int]:
        """This function will count rows: all, already here, bad, with warnings, to import."""
        return {
            "rows": len(self.rows),
            "already": sum(row.key in self.already for row in self.rows),
            "bad": sum(not row.is_good for row in self.rows),
            "warned": sum(row.is_good and bool(row.problems) for row in self.rows),
            "ready": len(self.good),
        }


def check_import(actor: Actor, sheet: Sequence[Sequence[str]], mapping: ImportMapping, *, now: datetime) -> Checked:
    """This function will understand every row of a sheet (heading first) by a mapping (domain: real input).

    Raises: Invalid if a mapped column is missing, a required target is not mapped, or the date format is not
    confirmed and several fit; Conflict R25 if the process is not published.
    """
    pinned = published_definition(mapping.process)
    definition = definition_of(pinned.pk)
    heading = list(sheet[0])
    _check_columns(heading, mapping)
    body = [dict(zip(heading, cells, strict=True)) for cells in sheet[1:]]
    confirm_dates(body, mapping, now)
    known = _known(actor, definition, now)
    rows = [read_row(number, cells, mapping, known) for number, cells in enumerate(body, start=2)]
    _complain_about_twins(rows)
    keys = [row.key for row in rows]
    here = Opportunity.objects.filter(source_system=mapping.source, source_key__in=keys)
    checked = Checked(definition, pinned.pk, rows, set(here.values_list("source_key", flat=True)))
    checked.problems = [problem for row in rows if row.key not in checked.already for problem in row.problems]
    return checked


def confirm_dates(body: Sequence[Mapping[str, str]], mapping: ImportMapping, now: datetime) -> None:
    """This function will insist that the date format is the person's choice, not a guess.

    Raises: Invalid naming the formats that fit, the likeliest first.
    """
    columns = [mapping.columns[name] for name in DATE_TARGETS if name in mapping.columns]
    values = [row[column] for row in body for column in columns]
    if mapping.date_format or not any(values):
        return
    fitting = fitting_formats(values, now.date())
    sample = next(value for value in values if value)
    if not fitting:
        raise Invalid({"date_format": [f"No one format reads every date, such as {sample}. Correct the file."]})
    others = f" (also possible: {', '.join(fitting[1:])})" if fitting[1:] else ""
    raise Invalid({"date_format": [f"Dates such as {sample} look like {fitting[0]}{others}. Confirm the format."]})


def _check_columns(heading: Sequence[str], mapping: ImportMapping) -> None:
    missing = sorted({column for column in mapping.columns.values() if column not in heading})
    if missing:
        raise Invalid({"columns": [f"The file has no column {', '.join(missing)}."]})
    unmapped = [target for target in REQUIRED if target not in mapping.columns]
    if unmapped:
        raise Invalid({"columns": [f"Say which column holds: {', '.join(unmapped)}."]})


def _known(actor: Actor, definition: Definition, now: datetime) -> Known:
    reporting = workspace().reporting_currency
    stages: dict[str, str] = {}
    for stage in definition.stages:
        if stage.kind is not StageKind.POST:
            stages |= {stage.key: stage.key, stage.label.lower(): stage.key}
    products: dict[str, int] = {}
    for product in Product.objects.all():
        products |= dict.fromkeys([product.name.lower(), *(alias.lower() for alias in product.aliases)], product.pk)
    owners = people(actor).filter(role_grants__role__in=set(definition.owner_roles) & OWNER_ROLES).distinct()
    by_word: dict[str, int] = {}
    for person in owners:
        by_word |= {person.name.lower(): person.pk, person.email.lower(): person.pk}
    rated = set(ExchangeRate.objects.filter(on__lte=now.date()).values_list("currency", flat=True))
    return Known(
        accounts={name.lower(): pk for pk, name in accounts(actor).values_list("pk", "name")},
        owners=by_word,
        products=products,
        stages=stages,
        currencies=frozenset(rated | {reporting}),
        today=now.date(),
    )


def _complain_about_twins(rows: Sequence[ReadRow]) -> None:
    seen = Counter(row.key for row in rows if row.key)
    for row in rows:
        if seen[row.key] > 1:
            fix = "Keep one of them, or give the rows keys of their own."
            row.problems.append(
                Problem(row.number, "key", row.key, f"{seen[row.key]} rows have the key {row.key}.", fix)
            )


def summary(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """This function will group equal problems: how many rows, the first rows, the value and the one fix for all."""
    groups: dict[tuple[str, str, str, bool], list[Problem]] = {}
    for item in problems:
        groups.setdefault((item.field, item.what, item.fix, item.is_warning), []).append(item)
    return [
        {
            "field": name,
            "what": what,
            "fix": fix,
            "is_warning": warning,
            "value": items[0].value,
            "rows": len(items),
            "first": [item.row for item in items[:5]],
        }
        for (name, what, fix, warning), items in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]


def as_rows(problems: Sequence[Problem], most: int = 5000) -> list[dict[str, Any]]:
    """This function will return the per-row report as plain data, at most so many rows."""
    return [asdict(item) for item in problems[:most]]
