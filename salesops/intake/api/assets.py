"""`/assets/` and `/campaigns/`: what marketing makes, and whom it brought (domain §11.7)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.intake.domain.marketing import AUDIENCES, CHANNELS, KINDS, ORIGINS, STATES
from salesops.intake.queries.assets import Attribution, asset_by_id, attribution, campaigns, visible_to
from salesops.intake.services.write_asset import amend_asset, create_asset, move_asset
from salesops.web.api.bodies import PatchBody, StrictBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "lead:read", "POST": "lead:write", "PATCH": "lead:write"}


class AssetShape(serializers.Serializer[Any]):
    """A marketing asset."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    origin = serializers.ChoiceField(choices=ORIGINS)
    topic = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    channel = serializers.ChoiceField(choices=CHANNELS, allow_blank=True)
    link = serializers.CharField()
    audience = serializers.ChoiceField(choices=AUDIENCES)
    campaign = serializers.CharField()
    owner_id = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class AttributionShape(serializers.Serializer[Any]):
    """How many leads it touched, as the first, as the last, and how many of them became deals."""

    leads = serializers.IntegerField()
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    deals = serializers.IntegerField()


class CampaignShape(serializers.Serializer[Any]):
    """A campaign and whom it brought, by the signals that name it or came by an asset of it."""

    campaign = serializers.CharField()
    leads = serializers.IntegerField(source="brought.leads")
    first = serializers.IntegerField(source="brought.first")
    last = serializers.IntegerField(source="brought.last")
    deals = serializers.IntegerField(source="brought.deals")


class CampaignsShape(serializers.Serializer[Any]):
    """The campaigns that brought somebody, the most first."""

    results = CampaignShape(many=True)


class AssetFields(StrictBody):
    """What may be said of an asset."""

    title = serializers.CharField(max_length=160)
    summary = serializers.CharField(max_length=500, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=KINDS)
    origin = serializers.ChoiceField(choices=ORIGINS, required=False)
    topic = serializers.CharField(max_length=80, required=False, allow_blank=True)
    channel = serializers.ChoiceField(choices=CHANNELS, required=False, allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)
    audience = serializers.ChoiceField(choices=AUDIENCES, required=False)
    campaign = serializers.CharField(max_length=80, required=False, allow_blank=True)


class AssetPatch(PatchBody, AssetFields):
    """The values of an asset to change."""


class AssetMove(StrictBody):
    """Where an asset goes next."""

    to = serializers.ChoiceField(choices=STATES)


CAMPAIGNS = Presenter(CampaignShape)


class AssetsView(ListView):
    """`/assets/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": AssetFields}
    presenter = Presenter(AssetShape)
    listing = Listing(
        filters={
            "state": Filter("state__in", serializers.ChoiceField(choices=STATES), many=True),
            "audience": Filter("audience__in", serializers.ChoiceField(choices=AUDIENCES), many=True),
            "campaign": Filter("campaign", serializers.CharField(max_length=80)),
            "updated_since": Filter("updated_at__gte", serializers.DateTimeField()),
        },
        orders={"id": "id", "updated_at": "updated_at"},
        default_order="id",
    )

    def get(self, request: Request) -> Response:
        """This function will list assets."""
        return self.page_of(visible_to(self.actor))

    def post(self, request: Request) -> Response:
        """This function will file an asset as an idea."""
        asset = create_asset(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(asset, status_code=201, location=f"/api/v1/assets/{asset.pk}/")


class AssetView(ApiView):
    """`/assets/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PATCH": AssetPatch}
    presenter = Presenter(AssetShape)
    needs_version = frozenset({"PATCH"})

    def get(self, request: Request, asset_id: int) -> Response:
        """This function will show one asset."""
        return self.shown(asset_by_id(self.actor, asset_id))

    def patch(self, request: Request, asset_id: int) -> Response:
        """This function will change an asset."""
        version, values = expected_version(request), self.read_body(request)
        asset = amend_asset(actor=self.actor, now=timezone.now(), asset_id=asset_id, version=version, values=values)
        return self.shown(asset)


class AssetMoveView(ApiView):
    """`/assets/{id}/move/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": AssetMove}
    presenter = Presenter(AssetShape)
    needs_version = frozenset({"POST"})
    created_methods = frozenset()

    def post(self, request: Request, asset_id: int) -> Response:
        """This function will move an asset along its states; publishing wants a channel and a link."""
        version, to = expected_version(request), self.read_body(request)["to"]
        return self.shown(move_asset(actor=self.actor, now=timezone.now(), asset_id=asset_id, version=version, to=to))


class AssetAttributionView(ApiView):
    """`/assets/{id}/attribution/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = Presenter(AttributionShape)

    def get(self, request: Request, asset_id: int) -> Response:
        """This function will count whom an asset brought."""
        return self.shown(attribution([asset_by_id(self.actor, asset_id).pk]).get(asset_id, Attribution()))


class CampaignsView(ApiView):
    """`/campaigns/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = CAMPAIGNS
    answers: ClassVar[Answers] = {"GET": CampaignsShape}

    def get(self, request: Request) -> Response:
        """This function will count whom each campaign brought, the most first; at most two hundred."""
        return Response({"results": CAMPAIGNS.many(campaigns(self.actor), request.query_params.get("fields"))})
