"""How the sale is pursued: plan, discovery, milestones, the layers' holders, taking a lost deal up again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.presenters import FULL, presenter_for
from opportunities.queries import api as queries
from opportunities.services.assign_layer import assign_layer
from opportunities.services.reach_milestone import reach_milestone, revoke_milestone
from opportunities.services.reengage import reengage
from opportunities.services.set_reengagement import set_reengagement
from opportunities.services.write_plan import PLAN_FIELDS, NewAction, write_discovery, write_plan
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "PUT": "deal:write", "POST": "deal:write"}
LONGEST = 20_000


class ActionShape(serializers.Serializer[Any]):
    """A dated action of the plan, ours or the customer's."""

    text = serializers.CharField()
    due_on = serializers.DateField()
    is_theirs = serializers.BooleanField()


class PlanShape(serializers.Serializer[Any]):
    """The pursuit plan; empty where none is written."""

    texts = serializers.DictField(child=serializers.CharField())
    actions = ActionShape(many=True)


class ActionBody(StrictBody):
    """A dated action of the plan."""

    text = serializers.CharField(max_length=200)
    due_on = serializers.DateField()
    is_theirs = serializers.BooleanField(required=False)


class PlanBody(StrictBody):
    """Parts of the plan; `actions`, where given, replace the open ones."""

    actions = ActionBody(many=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """This function will add a text field for each part of the plan."""
        parts = {
            name: serializers.CharField(max_length=LONGEST, allow_blank=True, required=False) for name in PLAN_FIELDS
        }
        return {**super().get_fields(), **parts}


class AnswersBody(StrictBody):
    """Answers by question key; an empty one removes it."""

    answers = serializers.DictField(child=serializers.CharField(max_length=LONGEST, allow_blank=True))


class MilestoneShape(serializers.Serializer[Any]):
    """A win on the way; revoked ones stay visible."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    evidence = serializers.CharField()
    by_id = serializers.IntegerField()
    reached_at = serializers.DateTimeField()
    amount = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.CharField()


class MilestoneBody(StrictBody):
    """A milestone and what it rests on."""

    key = serializers.CharField(max_length=20)
    evidence = serializers.CharField(max_length=LONGEST)


class RevokeBody(StrictBody):
    """A milestone and why it no longer holds."""

    key = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=2_000)


class LayerShape(serializers.Serializer[Any]):
    """Who acts for a layer; layer 2 is the owner."""

    id = serializers.IntegerField()
    layer = serializers.IntegerField()
    person_id = serializers.IntegerField(allow_null=True)
    partner_id = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class LayerBody(StrictBody):
    """The holder of a layer: a person or a partner."""

    layer = serializers.IntegerField(min_value=1, max_value=5)
    person_id = record_id(required=False, allow_null=True)
    partner_id = record_id(required=False, allow_null=True)
    note = serializers.CharField(max_length=120, required=False, allow_blank=True)


class PlanView(ApiView):
    """`/opportunities/{id}/pursuit-plan/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PUT": PlanBody}
    answers: ClassVar[Answers] = {"GET": PlanShape, "PUT": PlanShape}
    needs_version = frozenset({"PUT"})

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the plan."""
        known_parameters(request)
        return Response(queries.plan_as_data(self.actor, opportunity_id))

    def put(self, request: Request, opportunity_id: int) -> Response:
        """This function will write the given parts; If-Match names the version of the opportunity."""
        version = expected_version(request)
        texts = self.read_body(request)
        actions = texts.pop("actions", None)
        write_plan(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            texts=texts,
            actions=None if actions is None else [NewAction(**action) for action in actions],
            expected_version=version,
        )
        return Response(queries.plan_as_data(self.actor, opportunity_id))


class DiscoveryView(ApiView):
    """`/opportunities/{id}/discovery/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PUT": AnswersBody}
    answers: ClassVar[Answers] = {"GET": AnswersBody, "PUT": AnswersBody}
    needs_version = frozenset({"PUT"})

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the answers."""
        known_parameters(request)
        return Response({"answers": queries.answers_of(self.actor, opportunity_id)})

    def put(self, request: Request, opportunity_id: int) -> Response:
        """This function will write the given answers; If-Match names the version of the opportunity."""
        version = expected_version(request)
        row = write_discovery(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            expected_version=version,
            **self.read_body(request),
        )
        return Response({"answers": row.answers})


class MilestonesView(ListView):
    """`/opportunities/{id}/milestones/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": MilestoneBody}
    presenter = Presenter(MilestoneShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the milestones, revoked ones too."""
        return self.page_of(queries.milestones_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will reach a milestone."""
        given = self.read_body(request)
        row = reach_milestone(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class RevokeMilestoneView(ApiView):
    """`/opportunities/{id}/milestones/revoke/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": RevokeBody}
    presenter = Presenter(MilestoneShape)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will take a milestone back; the row stays."""
        given = self.read_body(request)
        row = revoke_milestone(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class LayersView(ListView):
    """`/opportunities/{id}/layers/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": LayerBody}
    presenter = Presenter(LayerShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the holders of layers 1, 3, 4 and 5."""
        return self.page_of(queries.layers_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will assign a layer."""
        given = self.read_body(request)
        row = assign_layer(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class ReengageView(ApiView):
    """`/opportunities/{id}/reengage/`."""

    scopes: ClassVar[Scopes] = {"POST": "deal:move"}
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees."""
        return presenter_for(self.actor, in_full=True)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will open a new opportunity on a lost one."""
        opened = reengage(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id)
        return self.shown(opened, status_code=201, location=f"/api/v1/opportunities/{opened.pk}/")


class ReengageDateBody(StrictBody):
    """The day to try a lost customer again; null says never."""

    on = serializers.DateField(allow_null=True)


class ReengageDateView(ApiView):
    """`/opportunities/{id}/reengage/date/`."""

    scopes: ClassVar[Scopes] = {"POST": "deal:write"}
    bodies: ClassVar[Bodies] = {"POST": ReengageDateBody}
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees."""
        return presenter_for(self.actor, in_full=True)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will set the day to try a lost customer again; null says never."""
        given = self.read_body(request)
        lost = set_reengagement(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(lost)
