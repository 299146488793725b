"""`/leads/{id}/conversion/`: an opportunity made of a lead (domain §11.7)."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.bodies import ConversionBody
from opportunities.api.presenters import FULL, presenter_for
from opportunities.domain.lifecycles import Situation
from opportunities.services.convert_lead import Conversion, convert_lead
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, Scopes


class LeadConversionView(ApiView):
    """`/leads/{id}/conversion/`; a key needs deal:write besides, for the deal and its account."""

    scopes: ClassVar[Scopes] = {"POST": "lead:write"}
    bodies: ClassVar[Bodies] = {"POST": ConversionBody}
    needs_version = frozenset({"POST"})
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees of the new deal."""
        return presenter_for(self.actor, in_full=True)

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will open an opportunity from a lead."""
        version, given = expected_version(request), self.read_body(request)
        answers = {name: given.pop(name, "") for name in ("offer", "adoption", "maturity")}
        how = Conversion(**given, situation=Situation(**answers))
        deal = convert_lead(actor=self.actor, now=timezone.now(), lead_id=lead_id, how=how, version=version)
        return self.shown(deal, status_code=201, location=f"/api/v1/opportunities/{deal.pk}/")
