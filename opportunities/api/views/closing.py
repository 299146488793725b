"""`/opportunities/{id}/closing/`: steps, documents, signatories and the private offer (domain §7)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.domain.closing_steps import StepState
from opportunities.queries.closing_standing import closing_of
from opportunities.services.create_marketplace_offer import NewMarketplaceOffer, create_marketplace_offer
from opportunities.services.end_marketplace_offer import accept_marketplace_offer, withdraw_marketplace_offer
from opportunities.services.name_signer import Signatories, name_signer
from salesops.core.actor import Actor
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.listing import known_parameters
from salesops.web.api.views import Answers, ApiView, Bodies, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write", "PUT": "deal:write"}


class ClosingStepShape(serializers.Serializer[Any]):
    """One of the six steps."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    actor = serializers.CharField()
    state = serializers.ChoiceField(choices=[each.value for each in StepState])
    sentence = serializers.CharField()


class ItemShape(serializers.Serializer[Any]):
    """One thing the channel asks for before the deal is won."""

    key = serializers.CharField()
    name = serializers.CharField()
    is_there = serializers.BooleanField()


class SignatoriesShape(serializers.Serializer[Any]):
    """Who signs, and who accepts on a marketplace."""

    signer_id = serializers.IntegerField()
    authority_id = serializers.IntegerField(source="signer_authority_id", allow_null=True)
    admin_id = serializers.IntegerField(allow_null=True)
    buyer_account = serializers.CharField()
    renews_by_itself = serializers.BooleanField()


class PrivateOfferShape(serializers.Serializer[Any]):
    """The private offer; what it costs stands in the quote."""

    marketplace = serializers.CharField()
    reference = serializers.CharField()
    url = serializers.CharField()
    term_months = serializers.IntegerField()
    expires_on = serializers.DateField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class ClosingShape(serializers.Serializer[Any]):
    """How far the closing is."""

    channel = serializers.CharField()
    steps = ClosingStepShape(many=True)
    items = ItemShape(many=True)
    signatories = SignatoriesShape(allow_null=True)
    private_offer = PrivateOfferShape(allow_null=True)


class SignatoriesBody(StrictBody):
    """The signer; and with `admin_id` the buyer's account, twice."""

    signer_id = record_id()
    authority_id = record_id(allow_null=True, required=False)
    admin_id = record_id(allow_null=True, required=False)
    buyer_account = serializers.CharField(max_length=80, allow_blank=True, required=False)
    buyer_account_again = serializers.CharField(max_length=80, allow_blank=True, required=False)
    is_permission_confirmed = serializers.BooleanField(required=False)
    same_person_reason = serializers.CharField(max_length=300, allow_blank=True, required=False)
    renews_by_itself = serializers.BooleanField(required=False)


class PrivateOfferBody(StrictBody):
    """The marketplace's own number and address of the offer, and its last day."""

    reference = serializers.CharField(max_length=120)
    url = serializers.URLField(max_length=500)
    expires_on = serializers.DateField(allow_null=True, required=False)


class AcceptanceBody(StrictBody):
    """The filed e-mail of the marketplace."""

    document_id = record_id()


class PrivateOfferWithdrawalBody(StrictBody):
    """Why."""

    reason = serializers.CharField(max_length=300)


class ClosingPartView(ApiView):
    """A part of the closing; each answers with the whole."""

    scopes: ClassVar[Scopes] = READ_WRITE
    created_methods: ClassVar[frozenset[str]] = frozenset()


class ClosingView(ClosingPartView):
    """`/opportunities/{id}/closing/`."""

    answers: ClassVar[Answers] = {"GET": ClosingShape}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the six steps, what is missing, who signs and the private offer."""
        known_parameters(request)
        return _closing(self.actor, opportunity_id)


class SignatoriesView(ClosingPartView):
    """`/opportunities/{id}/closing/signatories/`."""

    bodies: ClassVar[Bodies] = {"POST": SignatoriesBody}
    answers: ClassVar[Answers] = {"POST": ClosingShape}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will name who signs and who accepts."""
        given = Signatories(**self.read_body(request))
        name_signer(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, given=given)
        return _closing(self.actor, opportunity_id)


class PrivateOfferView(ClosingPartView):
    """`/opportunities/{id}/closing/private-offer/`."""

    bodies: ClassVar[Bodies] = {"POST": PrivateOfferBody}
    answers: ClassVar[Answers] = {"POST": ClosingShape}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will record the private offer made from the signed quote; VP finance does."""
        new = NewMarketplaceOffer(**self.read_body(request))
        create_marketplace_offer(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        return _closing(self.actor, opportunity_id)


class AcceptanceView(ClosingPartView):
    """`/opportunities/{id}/closing/private-offer/accept/`."""

    bodies: ClassVar[Bodies] = {"POST": AcceptanceBody}
    answers: ClassVar[Answers] = {"POST": ClosingShape}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will record the acceptance with the marketplace's e-mail."""
        given = self.read_body(request)
        accept_marketplace_offer(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return _closing(self.actor, opportunity_id)


class WithdrawalView(ClosingPartView):
    """`/opportunities/{id}/closing/private-offer/withdraw/`."""

    bodies: ClassVar[Bodies] = {"POST": PrivateOfferWithdrawalBody}
    answers: ClassVar[Answers] = {"POST": ClosingShape}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will withdraw a private offer that waits."""
        given = self.read_body(request)
        withdraw_marketplace_offer(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return _closing(self.actor, opportunity_id)


def _closing(actor: Actor, opportunity_id: int) -> Response:
    found = closing_of(actor, opportunity_id, now=timezone.now())
    shown = {
        "channel": found.channel,
        "steps": found.steps,
        "items": [{"key": each.key, "name": each.label, "is_there": each.is_there} for each in found.asked.items],
        "signatories": found.closing,
        "private_offer": found.private_offer,
    }
    return Response(ClosingShape(shown).data)
