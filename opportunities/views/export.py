"""Export exactly what the table shows, as CSV or XLSX, with nothing a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import COLUMNS
from opportunities.domain.kinds import FORECAST_CATEGORIES, SOURCES, SUBTYPES, label
from opportunities.queries.board import Card
from opportunities.queries.table import export_chunks
from opportunities.views.listing import read_listing
from salesops.process.queries import definition_of
from salesops.web.http import ActingRequest
from salesops.web.spreadsheets import Value, as_csv, harmless


def _gate(card: Card) -> str:
    return f"{card.evaluation.met} of {card.evaluation.total}" if card.evaluation else ""


def _score(card: Card) -> Value:
    return next((shown.value for shown in card.marks if shown.mark.key == "meddpicc"), None)


VALUES: dict[str, Callable[[Card], tuple[Value, ...]]] = {
    "name": lambda card: (card.opportunity.pk, card.opportunity.name),
    "stage": lambda card: (definition_of(card.opportunity.definition_id).stage(card.opportunity.stage).label,),
    "amount": lambda card: (card.opportunity.amount, card.opportunity.currency),
    "weighted": lambda card: (card.opportunity.amount_reporting * card.opportunity.probability / 100,),
    "close": lambda card: (card.opportunity.close_date,),
    "owner": lambda card: (card.opportunity.owner.name,),
    "gate": lambda card: (_gate(card),),
    "score": lambda card: (_score(card),),
    "in_stage": lambda card: (card.days,),
    "next_step": lambda card: (card.opportunity.next_step, card.opportunity.next_step_date),
    "forecast": lambda card: (label(FORECAST_CATEGORIES, card.opportunity.forecast_category),),
    "subtype": lambda card: (label(SUBTYPES, card.opportunity.subtype),),
    "account": lambda card: (card.opportunity.account.name if card.opportunity.account else "",),
    "source": lambda card: (label(SOURCES, card.opportunity.source),),
    "region": lambda card: (card.opportunity.region,),
    "created": lambda card: (card.opportunity.created_at.date(),),
    "probability": lambda card: (card.opportunity.probability,),
    "product": lambda card: (card.opportunity.product.name if card.opportunity.product else "",),
}


def _values(card: Card, key: str) -> tuple[Value, ...]:
    if key in VALUES:
        return VALUES[key](card)
    return (ADDED[key].text(getattr(card.opportunity, ADDED[key].name)),)


HEADS = {
    "name": ("Id", "Opportunity"),
    "amount": ("Amount", "Currency"),
    "in_stage": ("In stage, days",),
    "score": ("MEDDPICC, %",),
    "next_step": ("Next step", "Next step due"),
    "probability": ("Probability, %",),
}


def _heads(key: str) -> tuple[str, ...]:
    return HEADS.get(key) or (ADDED[key].label if key in ADDED else COLUMNS[key],)


def _rows(request: ActingRequest) -> Iterator[list[Value]]:
    filters = read_listing(request, one_process=False).filters
    columns = ("name", *filters.columns)
    yield [head for key in columns for head in _heads(key)]
    now = timezone.now()
    for cards in export_chunks(request.actor, filters, now=now):
        for card in cards:
            yield [value for key in columns for value in _values(card, key)]


@require_GET
def export(request: ActingRequest) -> HttpResponse | StreamingHttpResponse:
    """Send the rows of the filter in the order and columns shown."""
    name = f"opportunities-{timezone.localdate()}"
    if request.GET.get("format") == "xlsx":
        return _workbook(request, name)
    return as_csv(_rows(request), name)


def _workbook(request: ActingRequest, name: str) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Opportunities")
    for row in _rows(request):
        sheet.append([_storable(harmless(value)) for value in row])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
    book.save(response)
    return response


def _storable(value: Value) -> Any:
    """Drop control characters, which a workbook may not hold."""
    return "".join(letter for letter in value if letter >= " " or letter in "\n\t") if isinstance(value, str) else value
