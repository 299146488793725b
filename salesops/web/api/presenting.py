"""Turn rows into JSON values, by the fields a serializer declares: sparse sets and one level of expansion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from salesops.core.errors import SalesOpsError


class BadQuery(SalesOpsError):
    """A parameter of the address is unknown or wrong."""

    status = 400
    title = "The address has a wrong parameter"

    def __init__(
        self, code: str, message: str, *, next_action: str = "Correct the parameter; see /api/v1/docs/."
    ) -> None:
        super().__init__(code, message, next_action=next_action)


# Most values by far; asked first, since a list asks two thousand times.
AS_IS = frozenset({str, int, bool, type(None), dict, list})


def plain(value: Any) -> Any:
    """This function will return a value as JSON holds it: UTC times, money and rates as text."""
    if type(value) in AS_IS:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


@dataclass(frozen=True)
class Presenter:
    """Presents rows as the serializer declares them, without its cost per row.

    `expansions` maps a name to (attribute of the row, presenter of what stands there).
    """

    serializer: type[serializers.Serializer[Any]]
    expansions: Mapping[str, tuple[str, Presenter]] | None = None

    @cached_property
    def fields(self) -> Mapping[str, serializers.Field[Any, Any, Any, Any]]:
        """The declared fields."""
        return dict(self.serializer().fields)

    @cached_property
    def getters(self) -> dict[str, Callable[[Any], Any]]:
        """The way to each field's value, by the field's `source`."""
        return {name: _getter(field) for name, field in self.fields.items()}

    def names(self, wanted: str | None) -> list[str]:
        """This function will return the fields to show: all, or those named in `fields=`.

        Raises: BadQuery for a field that does not exist.
        """
        if not wanted:
            return list(self.getters)
        names = [name.strip() for name in wanted.split(",") if name.strip()]
        if unknown := sorted(set(names) - self.getters.keys()):
            raise BadQuery("unknown_field", f"There is no field {', '.join(unknown)[:100]}.")
        return names

    def expanded(self, wanted: str | None) -> dict[str, tuple[str, Presenter]]:
        """This function will return the expansions to show.

        Raises: BadQuery for one that does not exist.
        """
        names = {name.strip() for name in (wanted or "").split(",") if name.strip()}
        known = self.expansions or {}
        if unknown := sorted(names - known.keys()):
            raise BadQuery("unknown_expansion", f"{', '.join(unknown)[:100]} cannot be expanded.")
        return {name: known[name] for name in sorted(names)}

    def narrowed(self, rows: QuerySet[Any], fields: str | None, expand: str | None, *more: str) -> QuerySet[Any]:
        """This function will have rows read the columns that are shown, and `more`, where `fields=` names columns only.

        Raises: BadQuery.
        """
        expanded = self.expanded(expand)
        if expanded:
            rows = rows.select_related(*(attribute for attribute, _ in expanded.values()))
        columns = _columns(rows.model, [self.fields[name] for name in self.names(fields)])
        if not fields or columns is None:
            return rows
        for attribute, inner in expanded.values():
            within = _columns(rows.model._meta.get_field(attribute).related_model, inner.fields.values())
            columns += [attribute] if within is None else [f"{attribute}__{name}" for name in within]
        return rows.only(*columns, *more)

    def many(self, rows: Iterable[Any], fields: str | None = None, expand: str | None = None) -> list[dict[str, Any]]:
        """This function will present rows, with the asked fields and expansions."""
        getters = {name: self.getters[name] for name in self.names(fields)}
        getters |= {name: _inner(*expansion) for name, expansion in self.expanded(expand).items()}
        ways = list(getters.items())
        return [{name: getter(row) for name, getter in ways} for row in rows]

    def one(self, row: Any, fields: str | None = None, expand: str | None = None) -> dict[str, Any]:
        """This function will present one row."""
        return self.many([row], fields, expand)[0]


def _columns(model: Any, fields: Iterable[serializers.Field[Any, Any, Any, Any]]) -> list[str] | None:
    """The columns behind fields; None where one of them is computed."""
    sources = [str(field.source) for field in fields]
    known = {name for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    return sources if known.issuperset(sources) else None


def _inner(attribute: str, presenter: Presenter) -> Callable[[Any], Any]:
    ways = list(presenter.getters.items())

    def get(row: Any) -> Any:
        inner = getattr(row, attribute)
        return None if inner is None else {name: getter(inner) for name, getter in ways}

    return get


def _getter(field: serializers.Field[Any, Any, Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name or f"get_{field.field_name}")  # type: ignore[no-any-return]
    read = attrgetter(str(field.source))

    def get(row: Any) -> Any:
        try:
            return plain(read(row))
        except AttributeError:
            if "." in str(field.source):
                return None  # the way leads over an empty relation
            raise

    return get
