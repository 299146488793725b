"""`/price-books/`."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.offer_bodies import PriceBookBody, entries_of
from opportunities.api.offer_presenting import PRICE_BOOKS
from opportunities.queries.price_books import price_books
from opportunities.services.publish_price_book import publish_price_book
from salesops.web.api.field_groups import hidden_fields, without_hidden
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.views import Bodies, ListView, Scopes


class PriceBooksView(ListView):
    """`/price-books/`: what things cost before anybody bargains."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    bodies: ClassVar[Bodies] = {"POST": PriceBookBody}
    presenter = PRICE_BOOKS
    listing = Listing(
        filters={"currency": Filter("currency__in", serializers.CharField(max_length=3), many=True)},
        orders={"id": "id", "valid_from": "valid_from"},
        default_order="-valid_from",
    )

    def get(self, request: Request) -> Response:
        """This function will list the price books, the newest first."""
        page = self.page_of(price_books(self.actor))
        page.data = without_hidden(page.data, hidden_fields(self.actor.scopes))
        return page

    def post(self, request: Request) -> Response:
        """This function will publish a price book; a person of finance or operations does it, never a key."""
        given = self.read_body(request)
        book = publish_price_book(
            actor=self.actor,
            now=timezone.now(),
            name=given["name"],
            currency=given["currency"],
            valid_from=given["valid_from"],
            entries=entries_of(given),
        )
        return self.shown(price_books(self.actor).get(pk=book.pk), status_code=201)
