"""Approval requests over REST: programs ask and take back, people decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.domain.kinds import KINDS
from approvals.domain.lifecycle import LABELS, Justification
from approvals.models.request import STATES
from approvals.queries.requests_api import request_record, requests_of
from approvals.services.submit import NewRequest, submit
from approvals.services.withdraw import withdraw
from salesops.web.api.bodies import StrictBody
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_ASK: Scopes = {"GET": "deal:read", "POST": "approval:request"}


class RequestShape(serializers.Serializer[Any]):
    """One request; prices and reasons are read on the page. `expires_on` is the last day of an approval."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    offer_id = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    state = serializers.CharField()
    requester_id = serializers.IntegerField()
    needed_by = serializers.DateField()
    is_fast = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)


class RequestBody(StrictBody):
    """What is asked, about which version of the offer where it is about one, and why."""

    kind = serializers.CharField(max_length=32, help_text=f"one of: {', '.join(KINDS)}")
    offer_number = serializers.IntegerField(
        min_value=1, max_value=32_767, required=False, allow_null=True, default=None
    )
    what = serializers.CharField(max_length=300)
    why = serializers.CharField(max_length=4000)
    give_get = serializers.CharField(max_length=4000)
    expectation = serializers.CharField(max_length=4000)
    alternatives = serializers.CharField(max_length=4000)
    needed_by = serializers.DateField()


class TakeBackBody(StrictBody):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RequestsView(ListView):
    """`/opportunities/{id}/approval-requests/`."""

    scopes: ClassVar[Scopes] = READ_ASK
    bodies: ClassVar[Bodies] = {"POST": RequestBody}
    presenter = Presenter(RequestShape)
    listing = Listing(filters={"state": Filter("state", serializers.ChoiceField(choices=STATES))})

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what was asked about a deal, ended requests too."""
        return self.page_of(requests_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will hand a request in; the terms it is about are locked from now on."""
        given = self.read_body(request)
        reasons = Justification(**{name: given[name] for name in (*LABELS, "needed_by")})
        new = NewRequest(given["kind"], reasons, given["offer_number"])
        row = submit(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        return self.shown(row, status_code=201, location=f"/api/v1/approval-requests/{row.pk}/")


class RequestView(ApiView):
    """`/approval-requests/{id}/`."""

    scopes: ClassVar[Scopes] = READ_ASK
    presenter = Presenter(RequestShape)

    def get(self, request: Request, approval_id: int) -> Response:
        """This function will show one request. Deciding it is for people: no address here does."""
        return self.shown(request_record(self.actor, approval_id))


class WithdrawRequestView(ApiView):
    """`/approval-requests/{id}/withdraw/`."""

    scopes: ClassVar[Scopes] = READ_ASK
    bodies: ClassVar[Bodies] = {"POST": TakeBackBody}
    presenter = Presenter(RequestShape)
    needs_version: ClassVar[frozenset[str]] = frozenset({"POST"})
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request, approval_id: int) -> Response:
        """This function will take a request back that is not decided yet; the terms can be changed again."""
        row = withdraw(
            actor=self.actor,
            now=timezone.now(),
            request_id=approval_id,
            expected_version=expected_version(request),
            **self.read_body(request),
        )
        row.refresh_from_db()
        return self.shown(row)
