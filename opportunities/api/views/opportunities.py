"""`/opportunities/`, one opportunity, and changes of many."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.bodies import BulkBody, NewOpportunityBody, OpportunityPatch, OwnerBody
from opportunities.api.presenters import FULL, presenter_for, sees_commercial
from opportunities.api.serializers import BulkShape
from opportunities.domain.lifecycles import Situation
from opportunities.queries.api import api_record, api_rows
from opportunities.services.amend import amend
from opportunities.services.change_many import BulkChange, change_many
from opportunities.services.change_owner import change_owner
from opportunities.services.create import NewOpportunity, create
from salesops.db.row_by_row import RowResult
from salesops.web.api.bodies import record_id
from salesops.web.api.listing import Filter, Listing, is_dry_run
from salesops.web.api.presenting import Presenter
from salesops.web.api.schema import DRY_RUN
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write", "PATCH": "deal:write", "PUT": "deal:write"}


def _text(longest: int = 40) -> serializers.CharField:
    return serializers.CharField(max_length=longest)


_FILTERS = {
    "process": Filter("definition__key__in", _text(60), many=True),
    "stage": Filter("stage__in", _text(), many=True),
    "stage_kind": Filter("stage_kind", serializers.ChoiceField(choices=["open", "won", "lost"])),
    "owner": Filter("owner_id__in", record_id(), many=True),
    "account": Filter("account_id__in", record_id(), many=True),
    "product": Filter("product_id__in", record_id(), many=True),
    "region": Filter("region__in", _text(32), many=True),
    "subtype": Filter("subtype__in", _text(), many=True),
    "forecast_category": Filter("forecast_category__in", _text(), many=True),
    "close_date_from": Filter("close_date__gte", serializers.DateField()),
    "close_date_to": Filter("close_date__lte", serializers.DateField()),
    "next_step_before": Filter("next_step_date__lt", serializers.DateField()),
    "created_since": Filter("created_at__gte", serializers.DateTimeField()),
    "updated_since": Filter("updated_at__gte", serializers.DateTimeField()),
    "source_system": Filter("source_system", _text()),
    "source_key": Filter("source_key", _text(80)),
    "q": Filter("name__icontains", _text(100), help="Words of the name."),
}
_ORDERS = {"id": "id", "name": "name", "created_at": "created_at", "updated_at": "updated_at",
           "stage_entered_at": "stage_entered_at"}  # fmt: skip
_MONEY = serializers.DecimalField(max_digits=14, decimal_places=2)
_MONEY_FILTERS = {
    "amount_from": Filter("amount_reporting__gte", _MONEY, help="In the reporting currency."),
    "amount_to": Filter("amount_reporting__lte", _MONEY, help="In the reporting currency."),
    "currency": Filter("currency__in", _text(3), many=True),
}
WITHOUT_MONEY = Listing(filters=_FILTERS, orders=_ORDERS, default_order="-id")
WITH_MONEY = Listing(
    filters=_FILTERS | _MONEY_FILTERS, orders=_ORDERS | {"amount": "amount_reporting"}, default_order="-id"
)


class OpportunitiesView(ListView):
    """`/opportunities/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": NewOpportunityBody}
    presenter = FULL
    listing = WITH_MONEY

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees of a record."""
        return presenter_for(self.actor, in_full=self.request.method != "GET")

    def listing_now(self) -> Listing:
        """This function will leave out filters and orders by money the caller is not shown."""
        shows_money = self.presenter_now() is FULL and sees_commercial(self.actor)
        return WITH_MONEY if shows_money else WITHOUT_MONEY

    def get(self, request: Request) -> Response:
        """This function will list opportunities."""
        return self.page_of(api_rows(self.actor))

    def post(self, request: Request) -> Response:
        """This function will open an opportunity."""
        given = self.read_body(request)
        answers = {name: given.pop(name, "") for name in ("offer", "adoption", "maturity")}
        new = NewOpportunity(**given, situation=Situation(**answers))
        opportunity = create(actor=self.actor, now=timezone.now(), new=new)
        return self.shown(opportunity, status_code=201, location=f"/api/v1/opportunities/{opportunity.pk}/")


class OpportunityView(ApiView):
    """`/opportunities/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PATCH": OpportunityPatch}
    needs_version = frozenset({"PATCH"})
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees of a record the charter opened."""
        return presenter_for(self.actor, in_full=True)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show one opportunity."""
        return self.shown(api_record(self.actor, opportunity_id))

    def patch(self, request: Request, opportunity_id: int) -> Response:
        """This function will change an opportunity."""
        version = expected_version(request)
        changes = self.read_body(request)
        reason = changes.pop("reason", "")
        opportunity = amend(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            changes=changes,
            reason=reason,
            expected_version=version,
        )
        return self.shown(opportunity)


class OwnerView(OpportunityView):
    """`/opportunities/{id}/owner/`."""

    bodies: ClassVar[Bodies] = {"PUT": OwnerBody}
    needs_version = frozenset({"PUT"})
    http_method_names = ["put", "options"]

    def put(self, request: Request, opportunity_id: int) -> Response:
        """This function will give the opportunity to another owner."""
        version = expected_version(request)
        opportunity = change_owner(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            expected_version=version,
            **self.read_body(request),
        )
        return self.shown(opportunity)


class BulkView(ApiView):
    """`/opportunities/bulk/`."""

    scopes: ClassVar[Scopes] = {"POST": "deal:write"}
    bodies: ClassVar[Bodies] = {"POST": BulkBody}
    answers: ClassVar[Answers] = {"POST": BulkShape}
    created_methods = frozenset()
    parameters: ClassVar[dict[str, Any]] = {"POST": [DRY_RUN]}

    def post(self, request: Request) -> Response:
        """This function will apply one change to up to 1,000 opportunities, each on its own."""
        body, dry_run = self.read_body(request), is_dry_run(request)
        results = change_many(
            actor=self.actor,
            now=timezone.now(),
            opportunity_ids=body["ids"],
            change=_change(body),
            dry_run=dry_run,
        )
        done = sum(result.ok for result in results)
        return Response(
            {
                "dry_run": dry_run,
                "changed": done,
                "refused": len(results) - done,
                "results": [_row(result) for result in results],
            }
        )


def _change(body: dict[str, Any]) -> BulkChange:
    if "fields_to_set" in body:
        return BulkChange("amend", dict(body["fields_to_set"]))
    if "owner" in body:
        return BulkChange("owner", dict(body["owner"]))
    if "next_step" in body:
        return BulkChange("next_step", dict(body["next_step"]))
    return BulkChange("advance", {})


def _row(result: RowResult) -> dict[str, Any]:
    return {
        "opportunity_id": result.id,
        "ok": result.ok,
        "sentence": result.sentence,
        "code": result.code,
        "criteria": list((result.facts or {}).get("criteria", ())),
    }
