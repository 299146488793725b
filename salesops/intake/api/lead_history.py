"""`/leads/{id}/history/` and who owns a lead: what its page tells, and what it lets do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.intake.api.views import LeadMoveApi
from salesops.intake.queries.page import LeadView, lead_view
from salesops.intake.services.assign_lead import assign_lead, take_lead
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, Scopes


class PartShape(serializers.Serializer[Any]):
    """Some points of a block, of how many, and why."""

    label = serializers.CharField()  # type: ignore[assignment]
    points = serializers.IntegerField()
    most = serializers.IntegerField()
    why = serializers.CharField()


class BlockShape(serializers.Serializer[Any]):
    """A block of the score: its points, its weight in per cent, what it adds, and its parts."""

    label = serializers.CharField()  # type: ignore[assignment]
    points = serializers.FloatField()
    weight = serializers.IntegerField()
    adds = serializers.FloatField()
    parts = serializers.SerializerMethodField()

    @extend_schema_field(PartShape(many=True))
    def get_parts(self, block: Any) -> list[dict[str, Any]]:
        """What the points are made of."""
        return PARTS.many(block.parts)


class HappenedShape(serializers.Serializer[Any]):
    """Something that happened: what, who or by what, and in what words."""

    at = serializers.DateTimeField()
    fact = serializers.CharField()
    who = serializers.CharField()
    detail = serializers.CharField()


class LeadHistoryShape(serializers.Serializer[Any]):
    """A score opened into its blocks, what brought the lead first and last, and all that happened, newest first."""

    score = serializers.IntegerField(source="lead.score")
    segment = serializers.CharField(source="lead.segment")
    icp_rule_version = serializers.IntegerField(source="lead.icp_rule_version")
    persona_rule_version = serializers.IntegerField(source="lead.persona_rule_version")
    first_by = serializers.CharField()
    last_by = serializers.CharField()
    blocks = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()

    @extend_schema_field(BlockShape(many=True))
    def get_blocks(self, view: LeadView) -> list[dict[str, Any]]:
        """Fit, behaviour and interest."""
        return BLOCKS.many(view.blocks)

    @extend_schema_field(HappenedShape(many=True))
    def get_timeline(self, view: LeadView) -> list[dict[str, Any]]:
        """What they did, what we did, and where it went."""
        return TIMELINE.many(view.timeline)


PARTS, BLOCKS, TIMELINE = Presenter(PartShape), Presenter(BlockShape), Presenter(HappenedShape)


class LeadOwnerBody(StrictBody):
    """Who owns a lead from now on, and why."""

    owner_id = record_id()
    reason = serializers.CharField(max_length=300)


class LeadHistoryView(ApiView):
    """`/leads/{id}/history/`."""

    scopes: ClassVar[Scopes] = {"GET": "lead:read"}
    presenter = Presenter(LeadHistoryShape)

    def get(self, request: Request, lead_id: int) -> Response:
        """This function will open a lead's score and tell what happened to it."""
        return self.shown(lead_view(self.actor, lead_id, now=timezone.now()))


class LeadTakingView(LeadMoveApi):
    """`/leads/{id}/taking/`: the key's person takes a lead nobody has."""

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will make the key's person the owner of a lead that has none."""
        version, now = expected_version(request), timezone.now()
        take_lead(actor=self.actor, now=now, lead_id=lead_id, version=version)
        return self.lead_now(lead_id, now)


class LeadOwnerView(LeadMoveApi):
    """`/leads/{id}/owner/`; a key needs deal:write besides, as for the owner of a deal."""

    bodies: ClassVar[Bodies] = {"POST": LeadOwnerBody}

    def post(self, request: Request, lead_id: int) -> Response:
        """This function will hand a lead to another owner."""
        version, now = expected_version(request), timezone.now()
        assign_lead(actor=self.actor, now=now, lead_id=lead_id, version=version, **self.read_body(request))
        return self.lead_now(lead_id, now)
