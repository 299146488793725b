"""`/partners/`."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.accounts import queries
from salesops.accounts.api.serializers import PartnerFields, PartnerPapersShape, PartnerPatch, PartnerShape
from salesops.accounts.services.amend_partner import amend_partner
from salesops.accounts.services.create_partner import create_partner
from salesops.web.api.field_groups import COMMERCIAL, hidden_fields
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "account:read", "POST": "account:write", "PATCH": "account:write"}
FULL, PLAIN = Presenter(PartnerShape), Presenter(PartnerPapersShape)


class PartnerApi(ApiView):
    """Shows the fee to people, and to keys with deal:read.com."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will return what this caller may see of a partner (P19)."""
        return PLAIN if COMMERCIAL & hidden_fields(self.actor.scopes) else FULL


class PartnersView(PartnerApi, ListView):
    """`/partners/`."""

    bodies: ClassVar[Bodies] = {"POST": PartnerFields}
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


class PartnerView(PartnerApi):
    """`/partners/{id}/`."""

    bodies: ClassVar[Bodies] = {"PATCH": PartnerPatch}
    needs_version = frozenset({"PATCH"})

    def get(self, request: Request, partner_id: int) -> Response:
        """This function will show one partner."""
        return self.shown(queries.partner_by_id(self.actor, partner_id))

    def patch(self, request: Request, partner_id: int) -> Response:
        """This function will change a partner."""
        return self.shown(
            amend_partner(
                actor=self.actor,
                now=timezone.now(),
                partner_id=partner_id,
                version=expected_version(request),
                values=self.read_body(request),
            )
        )
