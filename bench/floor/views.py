"""One statement (three for the write), a plain template or JSON."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bench.floor.models import Deal, Unguarded, UnguardedEvent

COLUMNS = (
    "id", "name", "account__name", "owner__name", "stage", "probability", "amount", "amount_reporting", "close_date",
    "next_step",
)  # fmt: skip


def rows() -> list[tuple[object, ...]]:
    """The first fifty open deals, largest first."""
    return list(Deal.objects.filter(stage_kind="open").order_by("-amount_reporting", "-id").values_list(*COLUMNS)[:50])


def html(request: HttpRequest) -> HttpResponse:
    """The list as a page."""
    return render(request, "list.html", {"rows": rows()})


def as_json(request: HttpRequest) -> JsonResponse:
    """The list as JSON."""
    return JsonResponse({"results": [dict(zip(COLUMNS, row, strict=True)) for row in rows()]})


def record(request: HttpRequest, pk: int) -> JsonResponse:
    """One deal as JSON."""
    return JsonResponse(Deal.objects.filter(pk=pk).values(*COLUMNS).get())


def move(request: HttpRequest, pk: int) -> JsonResponse:
    """A change of stage that nobody judges: lock, update, event."""
    with transaction.atomic():
        deal = Unguarded.objects.select_for_update().get(pk=pk)
        Unguarded.objects.filter(pk=pk).update(stage="partnering", version=deal.version + 1)
        UnguardedEvent.objects.create(deal_id=pk, stage="partnering", at=timezone.now())
    return JsonResponse({"id": pk, "version": deal.version + 1}, status=201)
