"""Red flags, confidence calls and confirmations: what a proposal waits for besides its verdict (domain §1.6)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import validation_bodies as bodies
from qualification.api.proposals import READ_WRITE, VALIDATE
from qualification.models import CONFIRMED_KINDS
from qualification.queries import validation_api as queries
from qualification.services.confidence_call import ask_for_call, hold_call, plan_call
from qualification.services.confirm import confirm, withdraw_confirmation
from qualification.services.raise_red_flag import NewRedFlag, close_red_flag, raise_red_flag
from salesops.web.api.bodies import record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

Shape = serializers.Serializer[Any]


class RedFlagShape(Shape):
    """A concern about a deal; open while `closed_at` is null."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    severity = serializers.CharField()
    text = serializers.CharField()
    detail = serializers.CharField()
    owner_id = serializers.IntegerField()
    due_on = serializers.DateField()
    raised_by_id = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    closed_by_id = serializers.IntegerField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    how_closed = serializers.CharField()


class CallShape(Shape):
    """A call with our experts that a contact asked for; held once it names its activity."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    contact_id = serializers.IntegerField(source="asked_by_id")
    asked_on = serializers.DateField()
    topic = serializers.CharField()
    planned_for = serializers.DateTimeField(allow_null=True)
    activity_id = serializers.IntegerField(allow_null=True)
    outcome = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class ConfirmationShape(Shape):
    """What was confirmed: for one buyer, or for every buyer where `opportunity_id` is null."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    opportunity_id = serializers.IntegerField(allow_null=True)
    evidence = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    withdrawn_by_id = serializers.IntegerField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()


class RedFlagsView(ListView):
    """`/opportunities/{id}/red-flags/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.RedFlagBody}
    presenter = Presenter(RedFlagShape)
    listing = Listing(filters={"open": Filter("closed_at__isnull", serializers.BooleanField())})

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the red flags of a deal, settled ones too."""
        return self.page_of(queries.flags_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will raise a red flag; while it is open T04 fires."""
        new = NewRedFlag(**self.read_body(request))
        row = raise_red_flag(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        return self.shown(row, status_code=201)


class CloseFlagView(ApiView):
    """`/red-flags/{id}/close/`."""

    scopes: ClassVar[Scopes] = VALIDATE
    bodies: ClassVar[Bodies] = {"POST": bodies.CloseFlagBody}
    presenter = Presenter(RedFlagShape)
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, flag_id: int) -> Response:
        """This function will settle a red flag, once."""
        given = self.read_body(request)
        return self.shown(close_red_flag(actor=self.actor, now=timezone.now(), flag_id=flag_id, **given))


class CallsView(ListView):
    """`/opportunities/{id}/confidence-calls/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.CallBody}
    presenter = Presenter(CallShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the confidence calls a customer asked for, held ones too."""
        return self.page_of(queries.calls_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will note that a customer wants to talk to our experts; until then T05 fires."""
        given = self.read_body(request)
        row = ask_for_call(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class CallStepView(ApiView):
    """A step of a confidence call; the answer is the call."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = Presenter(CallShape)
    created_methods: ClassVar[frozenset[str]] = frozenset()


class PlanCallView(CallStepView):
    """`/confidence-calls/{id}/plan/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.PlanCallBody}

    def post(self, request: Request, call_id: int) -> Response:
        """This function will set when the call takes place."""
        given = self.read_body(request)
        return self.shown(plan_call(actor=self.actor, now=timezone.now(), call_id=call_id, **given))


class HoldCallView(CallStepView):
    """`/confidence-calls/{id}/hold/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.HoldCallBody}

    def post(self, request: Request, call_id: int) -> Response:
        """This function will name the logged call or meeting it was held in, once."""
        given = self.read_body(request)
        return self.shown(hold_call(actor=self.actor, now=timezone.now(), call_id=call_id, **given))


class ConfirmationsView(ListView):
    """`/confirmations/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read", **VALIDATE}
    bodies: ClassVar[Bodies] = {"POST": bodies.ConfirmationBody}
    presenter = Presenter(ConfirmationShape)
    listing = Listing(
        filters={
            "kind": Filter("kind__in", serializers.ChoiceField(choices=[key for key, _ in CONFIRMED_KINDS]), many=True),
            "opportunity": Filter("opportunity_id__in", record_id(), many=True),
            "for_all": Filter("opportunity__isnull", serializers.BooleanField()),
            "stands": Filter("withdrawn_at__isnull", serializers.BooleanField()),
        }
    )

    def get(self, request: Request) -> Response:
        """This function will list what was confirmed, for all buyers and for single ones."""
        return self.page_of(queries.visible_confirmations(self.actor))

    def post(self, request: Request) -> Response:
        """This function will confirm a processor, tool, country or scheme, for one buyer or for all."""
        row = confirm(actor=self.actor, now=timezone.now(), **self.read_body(request))
        return self.shown(row, status_code=201)


class WithdrawConfirmationView(ApiView):
    """`/confirmations/{id}/withdraw/`."""

    scopes: ClassVar[Scopes] = VALIDATE
    bodies: ClassVar[Bodies] = {"POST": bodies.WithdrawConfirmationBody}
    presenter = Presenter(ConfirmationShape)
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, confirmation_id: int) -> Response:
        """This function will take a confirmation back; what rested on it fires again."""
        given = self.read_body(request)
        row = withdraw_confirmation(actor=self.actor, now=timezone.now(), confirmation_id=confirmation_id, **given)
        return self.shown(row)
