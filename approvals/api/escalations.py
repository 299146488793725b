"""Escalations over REST: programs raise and close them, people decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.models.escalation import SEVERITIES
from approvals.queries.escalations import escalation, escalations_of
from approvals.services.escalate import close_escalation, raise_escalation
from salesops.web.api.bodies import StrictBody
from salesops.web.api.listing import Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_RAISE: Scopes = {"GET": "deal:read", "POST": "approval:request"}


class EscalationShape(serializers.Serializer[Any]):
    """A matter put before leadership; open while `closed_at` is null."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    severity = serializers.CharField()
    reason = serializers.CharField()
    raised_by_id = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    assigned_to_id = serializers.IntegerField(allow_null=True)
    due_at = serializers.DateTimeField()
    decision = serializers.CharField()
    decided_by_id = serializers.IntegerField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    closed_by_id = serializers.IntegerField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class EscalationBody(StrictBody):
    """How urgent it is, and what it is about in 20 characters or more."""

    severity = serializers.ChoiceField(choices=SEVERITIES)
    reason = serializers.CharField(max_length=4000)


class EscalationsView(ListView):
    """`/opportunities/{id}/escalations/`."""

    scopes: ClassVar[Scopes] = READ_RAISE
    bodies: ClassVar[Bodies] = {"POST": EscalationBody}
    presenter = Presenter(EscalationShape)
    listing = Listing()

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list a deal's escalations, the closed ones too."""
        return self.page_of(escalations_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will put a matter before leadership, due in eight business hours."""
        given = self.read_body(request)
        row = raise_escalation(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201, location=f"/api/v1/escalations/{row.pk}/")


class EscalationView(ApiView):
    """`/escalations/{id}/`."""

    scopes: ClassVar[Scopes] = READ_RAISE
    presenter = Presenter(EscalationShape)

    def get(self, request: Request, escalation_id: int) -> Response:
        """This function will show one escalation. Deciding it and putting it to somebody else is for people."""
        return self.shown(escalation(self.actor, escalation_id))


class CloseEscalationView(ApiView):
    """`/escalations/{id}/close/`."""

    scopes: ClassVar[Scopes] = READ_RAISE
    presenter = Presenter(EscalationShape)
    needs_version: ClassVar[frozenset[str]] = frozenset({"POST"})
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, escalation_id: int) -> Response:
        """This function will close an escalation, by who raised it or a leader; what it allowed ends with it."""
        row = close_escalation(
            actor=self.actor,
            now=timezone.now(),
            escalation_id=escalation_id,
            expected_version=expected_version(request),
        )
        row.refresh_from_db()
        return self.shown(row)
