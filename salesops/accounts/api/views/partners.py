"""`/partners/`."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.accounts import queries
from salesops.accounts.api.serializers import PartnerFields, PartnerShape
from salesops.accounts.services.create_partner import create_partner
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "account:read", "POST": "account:write"}


class PartnersView(ListView):
    """`/partners/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": PartnerFields}
    presenter = Presenter(PartnerShape)
    listing = Listing(
        filters={"q": Filter("name__icontains", serializers.CharField(max_length=100))},
        orders={"id": "id", "name": "name"},
        default_order="name",
    )

    def get(self, request: Request) -> Response:
        """This function will list partners."""
        return self.page_of(queries.partners(self.actor))

    def post(self, request: Request) -> Response:
        """This function will create a partner."""
        partner = create_partner(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(partner, status_code=201, location=f"/api/v1/partners/{partner.pk}/")


class PartnerView(ApiView):
    """`/partners/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = Presenter(PartnerShape)

    def get(self, request: Request, partner_id: int) -> Response:
        """This function will show one partner."""
        return self.shown(queries.partner_by_id(self.actor, partner_id))
