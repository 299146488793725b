"""`/opportunities/{id}/offers/`: the versions of a deal's offer, and what is done to one of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api import offer_bodies as bodies
from opportunities.api.offer_presenting import QUOTES, OfferPagePresenter, OfferRow
from opportunities.queries.offers import offer_page, offers_of, quotes_of
from opportunities.services.accept_offer import accept_offer
from opportunities.services.create_offer import create_offer
from opportunities.services.issue_quote import issue_quote
from opportunities.services.offer_options import add_option, remove_option
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from opportunities.services.write_offer import write_offer
from salesops.web.api.field_groups import hidden_fields, without_hidden
from salesops.web.api.listing import Listing
from salesops.web.api.versions import etag, expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write", "PUT": "deal:write", "DELETE": "deal:write"}


class OffersView(ListView):
    """`/opportunities/{id}/offers/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.NewOfferBody}
    presenter = OfferRow
    listing = Listing(orders={"number": "number"}, default_order="-number")

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the versions of a deal's offer, the newest first."""
        return self.page_of(offers_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will begin the next version, empty or as a copy."""
        offer = create_offer(
            actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **self.read_body(request)
        )
        location = f"/api/v1/opportunities/{opportunity_id}/offers/{offer.number}/"
        return self.shown(offer, status_code=201, location=location)


class OneOfferView(ApiView):
    """An address of one version."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = OfferPagePresenter
    needs_version: ClassVar[frozenset[str]] = frozenset({"POST"})
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def known(self, request: Request, opportunity_id: int, number: int) -> dict[str, Any]:
        """This function will return what every service about the version is called with."""
        return {
            "actor": self.actor,
            "now": timezone.now(),
            "opportunity_id": opportunity_id,
            "number": number,
            "expected_version": expected_version(request),
        }

    def page(self, opportunity_id: int, number: int) -> Response:
        """This function will show a version as it stands. Its cover moves with the day: never a 304."""
        read = offer_page(self.actor, opportunity_id, number, now=timezone.now())
        data = OfferPagePresenter.one(read, self.request.query_params.get("fields"))
        shown = without_hidden(data, hidden_fields(self.actor.scopes))
        return Response(shown, headers={"ETag": etag(read.offer.version)})


class OfferView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/`."""

    bodies: ClassVar[Bodies] = {"PUT": bodies.OfferBody}
    needs_version = frozenset({"PUT"})

    def get(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will show terms, worth, fingerprint and cover of one version."""
        return self.page(opportunity_id, number)

    def put(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will write the terms of a draft and, where given, one option whole."""
        known = self.known(request, opportunity_id, number)
        given = self.read_body(request)
        write_offer(**known, terms=bodies.terms_of(given), option=bodies.option_of(given))
        return self.page(opportunity_id, number)


class OptionsView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/options/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.NewOptionBody}

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will add an option to a draft as a copy of one of its options."""
        known = self.known(request, opportunity_id, number)
        add_option(**known, copy_of=self.read_body(request)["copy_of"])
        return self.page(opportunity_id, number)


class OptionView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/options/{letter}/`."""

    needs_version = frozenset({"DELETE"})

    def delete(self, request: Request, opportunity_id: int, number: int, letter: str) -> Response:
        """This function will take an option out of a draft; one always stays."""
        remove_option(**self.known(request, opportunity_id, number), letter=letter)
        return self.page(opportunity_id, number)


class PresentationView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/presentation/`."""

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will show the offer to the customer, if its approval covers it (R06, R23)."""
        present_offer(**self.known(request, opportunity_id, number))
        return self.page(opportunity_id, number)


class AcceptanceView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/acceptance/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.ChoiceBody}

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will record the option the customer chose, with the filed document that says so."""
        known = self.known(request, opportunity_id, number)
        given = self.read_body(request)
        accept_offer(**known, letter=given["option"], document_id=given["document_id"])
        return self.page(opportunity_id, number)


class WithdrawalView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/withdrawal/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.OfferWithdrawalBody}

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will take the offer back and void its quote."""
        known = self.known(request, opportunity_id, number)
        withdraw_offer(**known, reason=self.read_body(request)["reason"])
        return self.page(opportunity_id, number)


class QuotesView(OneOfferView):
    """`/opportunities/{id}/offers/{number}/quotes/`."""

    presenter = QUOTES
    created_methods: ClassVar[frozenset[str]] = frozenset({"POST"})

    def get(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will list the quotes made from a version, the void ones too."""
        return Response({"results": QUOTES.many(quotes_of(self.actor, opportunity_id, number), None, None)})

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will issue the quote of the accepted option: finance's act."""
        quote = issue_quote(**self.known(request, opportunity_id, number))
        return Response(QUOTES.one(quote), status=201)
