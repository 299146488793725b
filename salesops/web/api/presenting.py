"""Turn rows into JSON values, by the fields a serializer declares: sparse sets and one level of expansion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from rest_framework import serializers

from salesops.core.errors import SalesOpsError


class BadQuery(SalesOpsError):
    """A parameter of the address is unknown or wrong."""

    status = 400
    title = "The address has a wrong parameter"


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
    def getters(self) -> dict[str, Callable[[Any], Any]]:
        """The way to each field's value, by the field's `source`."""
        return {name: _getter(field) for name, field in self.serializer().fields.items()}

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

    def many(self, rows: Iterable[Any], fields: str | None = None, expand: str | None = None) -> list[dict[str, Any]]:
        """This function will present rows, with the asked fields and expansions."""
        getters = [(name, self.getters[name]) for name in self.names(fields)]
        expansions = self.expanded(expand)
        shown = []
        for row in rows:
            item = {name: getter(row) for name, getter in getters}
            for name, (attribute, presenter) in expansions.items():
                inner = getattr(row, attribute)
                item[name] = None if inner is None else presenter.one(inner)
            shown.append(item)
        return shown

    def one(self, row: Any, fields: str | None = None, expand: str | None = None) -> dict[str, Any]:
        """This function will present one row."""
        return self.many([row], fields, expand)[0]


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
