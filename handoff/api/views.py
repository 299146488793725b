"""`/agreements/`: what customers signed."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from handoff.queries import agreements
from salesops.web.api.bodies import record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ListView, Scopes


class AgreementShape(serializers.Serializer[Any]):
    """One agreement without its money, which stands in the deal; voided where `voided_at` is set."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="holder_id", allow_null=True)
    opportunity_id = serializers.IntegerField()
    name = serializers.CharField()
    channel = serializers.CharField()
    signed_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    renews_by_itself = serializers.BooleanField()
    fingerprint = serializers.CharField()
    voided_at = serializers.DateTimeField(allow_null=True)


class AgreementsView(ListView):
    """`/agreements/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    presenter = Presenter(AgreementShape)
    listing = Listing(
        filters={
            "account": Filter("holder_id__in", record_id(), many=True),
            "opportunity": Filter("opportunity_id__in", record_id(), many=True),
            "ends_before": Filter("ends_on__lt", serializers.DateField()),
        },
        orders={"id": "id", "ends_on": "ends_on"},
        default_order="ends_on",
    )

    def get(self, request: Request) -> Response:
        """This function will list agreements, by default the one that ends first on top."""
        return self.page_of(agreements(self.actor))
