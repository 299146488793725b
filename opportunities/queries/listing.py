"""From filters to rows: narrowing and ordering shared by board, table and export."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Upper

from opportunities.domain.filters import Filters
from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor

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
# Only these may be empty. NULLS LAST on the others would keep PostgreSQL from reading their index in order.
MAY_BE_EMPTY = {"close_date", "next_step_date", "account__name"}


def filtered(actor: Actor, filters: Filters, *, today: date) -> QuerySet[Opportunity]:
    """This function will return the visible opportunities the filters leave, in no order."""
    rows = visible_to(actor)
    if filters.process:
        rows = rows.filter(definition__key=filters.process)
    if filters.status != "all":
        rows = rows.filter(stage_kind=filters.status)
    same = {
        "stage": "stage",
        "region": "region",
        "subtype": "subtype",
        "forecast": "forecast_category",
    }
    rows = rows.filter(**{column: getattr(filters, name) for name, column in same.items() if getattr(filters, name)})
    if filters.owner:
        rows = rows.filter(owner_id=actor.user_id if filters.owner == "me" else int(filters.owner))
    return _ranges(_text(rows, filters.q), filters, today)


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
    column = ORDER[filters.sort_key]
    if filters.sort_key == "weighted":
        rows = rows.annotate(_weighted=WEIGHTED)
    # Long in stage means entered early, so the direction turns round.
    down = filters.sort.startswith("-") != (filters.sort_key == "in_stage")
    last = True if column in MAY_BE_EMPTY else None
    by = F(column).desc(nulls_last=last) if down else F(column).asc(nulls_last=last)
    return rows.order_by(by, "-id" if down else "id")
