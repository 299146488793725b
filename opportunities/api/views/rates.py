"""`/exchange-rates/`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.queries.rates import rates
from opportunities.services.set_rates import set_rates
from salesops.web.api.bodies import StrictBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import Bodies, ListView, Scopes


class RateShape(serializers.Serializer[Any]):
    """One unit of `currency` in the reporting currency, from the day `on` until the next rate's."""

    id = serializers.IntegerField()
    currency = serializers.CharField()
    on = serializers.DateField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)


class RateBody(StrictBody):
    """A rate to add; those there are never change."""

    currency = serializers.RegexField(r"^[A-Z]{3}$")
    on = serializers.DateField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)


class RatesView(ListView):
    """`/exchange-rates/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    bodies: ClassVar[Bodies] = {"POST": RateBody}
    presenter = Presenter(RateShape)
    listing = Listing(
        filters={"currency": Filter("currency__in", serializers.CharField(max_length=3), many=True)},
        orders={"id": "id", "on": "on"},
        default_order="-on",
    )

    def get(self, request: Request) -> Response:
        """This function will list the rates."""
        return self.page_of(rates(self.actor))

    def post(self, request: Request) -> Response:
        """This function will add a rate; a person of finance does it, never a key."""
        given = self.read_body(request)
        worth = {given["currency"]: given["rate"]}
        set_rates(actor=self.actor, now=timezone.now(), on=given["on"], rates=worth)
        return self.shown(rates(self.actor).get(currency=given["currency"], on=given["on"]), status_code=201)
