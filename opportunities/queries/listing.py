"""From filters to rows: narrowing and ordering shared by board, table and export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Upper

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import Filters
from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor
from salesops.process.queries import versions_of

WEIGHTED = ExpressionWrapper(
    F("amount_reporting") * F("probability") / 100,
    output_field=DecimalField(max_digits=16, decimal_places=2),
)
ORDER = {
    "name": "name",
    "amount": "amount_reporting",
    "close": "close_date",
    "stage": "probability",
    "owner": "owner__name",
    "created": "created_at",
    "in_stage": "stage_entered_at",
    "next_step": "next_step_date",
    "weighted": "_weighted",
    "account": "account__name",
}
# What a card or a row of the table shows; reading every column of three tables took as long as the statement.
SHOWN = (
    "version name use_case definition stage stage_kind stage_entered_at closed_at created_at amount currency "
    "amount_reporting probability close_date next_step next_step_date forecast_category subtype source region "
    "account__name owner__name product__name"
).split()
# Only these may be empty. NULLS LAST on the others would keep PostgreSQL from reading their index in order.
MAY_BE_EMPTY = {"close_date", "next_step_date", "account__name"}


@dataclass(frozen=True, slots=True)
class Sums:
    """How many deals there are, their sum and their weighted sum in the reporting currency."""

    count: int = 0
    total: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, self.total + other.total, self.weighted + other.weighted)


def filtered(actor: Actor, filters: Filters, *, today: date) -> QuerySet[Opportunity]:
    """This function will return the visible opportunities the filters leave, in no order."""
    rows = visible_to(actor)
    if filters.process:
        rows = rows.filter(definition__in=versions_of(filters.process))
    if filters.status != "all":
        rows = rows.filter(stage_kind=filters.status)
    same = {
        "stage": "stage",
        "region": "region",
        "subtype": "subtype",
        "forecast": "forecast_category",
    }
    rows = rows.filter(**{column: getattr(filters, name) for name, column in same.items() if getattr(filters, name)})
    rows = rows.filter(**{ADDED[key].narrows: choice for key, choice in filters.added})
    if filters.owner:
        rows = rows.filter(owner_id=actor.user_id if filters.owner == "me" else int(filters.owner))
    return _ranges(_text(rows, filters.q), filters, today)


def shown(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """This function will read of the rows what cards and the table show, in one statement with the added columns."""
    added = {column.name: F(column.path) for column in ADDED.values()}
    return rows.select_related("account", "owner", "product").only(*SHOWN).annotate(**added)


def sums(rows: QuerySet[Opportunity], *keys: str) -> dict[tuple[Any, ...], Sums]:
    """This function will count and sum rows by the keys, from the index alone where it holds them.

    PostgreSQL sums by probability and the weighing is done here: it costs a product a group and not a product a row.
    """
    found: dict[tuple[Any, ...], Sums] = {}
    by = rows.order_by(*keys).values_list(*keys, "probability")
    for *key, probability, count, total in by.annotate(n=Count("*"), total=Sum("amount_reporting")):
        found[tuple(key)] = found.get(tuple(key), Sums()) + Sums(count, total, total * probability / 100)
    return found


def _text(rows: QuerySet[Opportunity], words: str) -> QuerySet[Opportunity]:
    if not words:
        return rows
    return rows.annotate(_name=Upper("name")).filter(
        Q(_name__contains=words.upper()) | Q(account__name__icontains=words)
    )


def _ranges(rows: QuerySet[Opportunity], filters: Filters, today: date) -> QuerySet[Opportunity]:
    limits: dict[str, Any] = {
        "close_date__gte": filters.close_after,
        "close_date__lte": filters.close_before,
        "amount_reporting__gte": filters.amount_min,
        "amount_reporting__lte": filters.amount_max,
    }
    rows = rows.filter(**{name: value for name, value in limits.items() if value is not None})
    if filters.step == "overdue":
        return rows.filter(next_step_date__lt=today)
    if filters.step == "missing":
        return rows.filter(Q(next_step="") | Q(next_step_date__isnull=True))
    if filters.step == "week":
        return rows.filter(next_step_date__range=(today, today + timedelta(days=7)))
    return rows


def ordered(rows: QuerySet[Opportunity], filters: Filters) -> QuerySet[Opportunity]:
    """This function will order rows as the filters say, ties by id so that pages never overlap."""
    added = ADDED.get(filters.sort_key)
    column = added.path if added else ORDER[filters.sort_key]
    if filters.sort_key == "weighted":
        rows = rows.annotate(_weighted=WEIGHTED)
    # Long in stage means entered early, so the direction turns round.
    down = filters.sort.startswith("-") != (filters.sort_key == "in_stage")
    last = True if added or column in MAY_BE_EMPTY else None
    by = F(column).desc(nulls_last=last) if down else F(column).asc(nulls_last=last)
    return rows.order_by(by, "-id" if down else "id")
