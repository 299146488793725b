"""Lists: filters and orders from an allow-list, pages by keyset with signed cursors (interface §3, P27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.http import urlencode
from rest_framework import serializers
from rest_framework.request import Request

from salesops.web.api.bodies import say_choices
from salesops.web.api.presenting import BadQuery

SALT = "salesops.api.cursor"
STANDARD_PAGE = 50
LARGEST_PAGE = 200
LONGEST_IN_LIST = 100
KNOWN = frozenset({"cursor", "page_size", "order", "fields", "expand", "count"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter: the lookup it stands for and the field that reads its value; `many` takes a,b,c;
    `negated` turns a yes into a no."""

    lookup: str
    field: serializers.Field[Any, Any, Any, Any]
    many: bool = False
    negated: bool = False
    help: str = ""

    def __post_init__(self) -> None:
        say_choices(self.field)


@dataclass(frozen=True, slots=True)
class Listing:
    """What may be asked of one list. `orders` maps a name to a column that is never empty."""

    filters: Mapping[str, Filter] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=lambda: {"id": "id"})
    default_order: str = "-id"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the addresses of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None
    count: int | None


def known_parameters(request: Request, *names: str) -> None:
    """This function will refuse every parameter that is not named.

    Raises: BadQuery.
    """
    for name in request.query_params:
        if name not in names:
            raise BadQuery("unknown_parameter", f"There is no parameter {name[:60]}.")


def number_parameter(request: Request, name: str, *, standard: int, most: int) -> int:
    """This function will return a parameter that is a number from 1 to `most`.

    Raises: BadQuery.
    """
    text = request.query_params.get(name, str(standard))
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= most:
        raise BadQuery(f"bad_{name}", f"{name} is a number from 1 to {most}.")
    return int(text)


def is_dry_run(request: Request) -> bool:
    """This function will say whether the request only asks what would happen.

    Raises: BadQuery for another value than 1 or 0: a typo must never carry something out.
    """
    known_parameters(request, "dry_run")
    text = request.query_params.get("dry_run", "0")
    if text not in ("0", "1"):
        raise BadQuery("bad_parameter", "dry_run is 1 or 0.")
    return text == "1"


def filtered(rows: QuerySet[Any], request: Request, listing: Listing, extra: frozenset[str] = frozenset()) -> Any:
    """This function will narrow the rows by the request's filters.

    Raises: BadQuery for a parameter outside the allow-list or a value that cannot be read.
    """
    for name, value in request.query_params.dict().items():
        if name in KNOWN or name in extra:
            continue
        known = listing.filters.get(name)
        if known is None:
            raise BadQuery("unknown_parameter", f"There is no parameter {name[:60]}.")
        read = _read(name, known, value)
        rows = rows.filter(**{known.lookup: not read if known.negated else read})
    return rows


def _read(name: str, known: Filter, value: str) -> Any:
    texts = value.split(",") if known.many else [value]
    if len(texts) > LONGEST_IN_LIST:
        raise BadQuery("too_many_values", f"{name} takes at most {LONGEST_IN_LIST} values.")
    try:
        read = [known.field.run_validation(text) for text in texts]
    except serializers.ValidationError as error:
        reason = error.detail[0] if isinstance(error.detail, list) else "It cannot be read."
        raise BadQuery("bad_parameter", f"{name}={value[:60]}: {reason}") from error
    return read if known.many else read[0]


def paged(rows: QuerySet[Any], request: Request, listing: Listing) -> Page:
    """This function will return one page in keyset order; the count only where it is asked for.

    Raises: BadQuery for an order outside the allow-list, a page size or a cursor that is not ours.
    """
    order = request.query_params.get("order", listing.default_order)
    column = listing.orders.get(order.removeprefix("-"))
    if column is None:
        raise BadQuery("unknown_order", f"There is no order {order[:60]}.")
    size = number_parameter(request, "page_size", standard=STANDARD_PAGE, most=LARGEST_PAGE)
    cursor = _read_cursor(request, order)
    descending = order.startswith("-")
    backwards = cursor is not None and cursor["d"] == "p"
    count = rows.count() if request.query_params.get("count") == "1" else None
    if cursor is not None:
        rows = rows.filter(_beyond(rows.model, column, cursor, descending != backwards))
    sign = "-" if descending != backwards else ""
    columns = [f"{sign}id"] if column == "id" else [f"{sign}{column}", f"{sign}id"]
    found = list(rows.order_by(*columns)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = cursor is not None if backwards else has_more
    has_previous = has_more if backwards else cursor is not None
    return Page(
        rows=found,
        next=_address(request, order, column, found[-1], "n") if found and has_next else None,
        previous=_address(request, order, column, found[0], "p") if found and has_previous else None,
        count=count,
    )


def _read_cursor(request: Request, order: str) -> dict[str, Any] | None:
    text = request.query_params.get("cursor")
    if not text:
        return None
    try:
        cursor = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise BadQuery(
            "bad_cursor", "The cursor is not one of ours.", next_action="Start from the first page."
        ) from error
    if cursor["o"] != order:
        raise BadQuery("bad_cursor", "The cursor belongs to another order.", next_action="Start from the first page.")
    return dict(cursor)


def _beyond(model: type[Model], column: str, cursor: Mapping[str, Any], down: bool) -> Q:
    compare = "lt" if down else "gt"
    if column == "id":
        return Q(**{f"id__{compare}": cursor["i"]})
    value = model._meta.get_field(column).to_python(cursor["v"])  # type: ignore[union-attr]
    past = Q(**{f"{column}__{compare}": value}) | Q(**{f"id__{compare}": cursor["i"]})
    return Q(**{f"{column}__{compare}e": value}) & past


def _address(request: Request, order: str, column: str, row: Any, direction: str) -> str:
    value = None if column == "id" else str(getattr(row, column))
    cursor = signing.dumps({"o": order, "v": value, "i": row.id, "d": direction}, salt=SALT)
    query = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
