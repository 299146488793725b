"""`/collaboration-requests/` and those of one deal: what other functions are asked for (domain §1.7)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.domain.collaboration import LABELS, STATES
from opportunities.queries.collaboration import request_of, requests_of, visible_requests
from opportunities.services.answer_request import accept_request, decline_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.end_request import finish_request, withdraw_request
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write"}
LONGEST = 4_000


class CollaborationShape(serializers.Serializer[Any]):
    """A request: who is responsible, while `accountable` is the deal's owner, always."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=LABELS)
    function = serializers.CharField(source="of_kind.function")
    asked = serializers.CharField()
    wished_on = serializers.DateField(allow_null=True)
    asked_by_id = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    accountable_id = serializers.IntegerField(source="opportunity.owner_id")
    accountable = serializers.CharField(source="accountable.name")
    responsible_id = serializers.IntegerField(allow_null=True)
    responsible = serializers.CharField(source="responsible.name", allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    due_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    result = serializers.CharField()
    reason = serializers.CharField()
    version = serializers.IntegerField()


class CollaborationBody(StrictBody):
    """What is needed; without `responsible_id` the rule says who, or the function's queue takes it."""

    kind = serializers.ChoiceField(choices=LABELS)
    asked = serializers.CharField(max_length=LONGEST)
    wished_on = serializers.DateField(allow_null=True, required=False)
    responsible_id = record_id(allow_null=True, required=False)


class DeclineBody(StrictBody):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST)


class WithdrawBody(StrictBody):
    """Why, if there is more to say than that it is not needed."""

    reason = serializers.CharField(max_length=LONGEST, allow_blank=True, required=False)


class FinishBody(StrictBody):
    """What came of it."""

    result = serializers.CharField(max_length=LONGEST)


REQUESTS = Presenter(CollaborationShape)
LISTING = Listing(
    filters={
        "opportunity": Filter("opportunity_id__in", record_id(), many=True),
        "kind": Filter("kind__in", serializers.ChoiceField(choices=LABELS), many=True),
        "state": Filter("state__in", serializers.ChoiceField(choices=STATES), many=True),
        "responsible": Filter("responsible_id__in", record_id(), many=True),
        "unassigned": Filter("responsible__isnull", serializers.BooleanField()),
        "asked_by": Filter("asked_by_id__in", record_id(), many=True),
        "due_before": Filter("due_at__lt", serializers.DateTimeField()),
    },
    orders={"id": "id", "asked_at": "asked_at", "due_at": "due_at"},
    default_order="asked_at",
)


class DealRequestsView(ListView):
    """`/opportunities/{id}/requests/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": CollaborationBody}
    presenter = REQUESTS
    listing = LISTING

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what was asked for a deal."""
        return self.page_of(requests_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will ask another function for help; the deal's owner stays accountable."""
        new = NewRequest(**self.read_body(request))
        made = ask_for_help(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        row = request_of(self.actor, made.pk)
        return self.shown(row, status_code=201, location=f"/api/v1/collaboration-requests/{row.pk}/")


class RequestsView(ListView):
    """`/collaboration-requests/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = REQUESTS
    listing = LISTING

    def get(self, request: Request) -> Response:
        """This function will list the requests of all deals, the oldest first."""
        return self.page_of(visible_requests(self.actor))


class RequestView(ApiView):
    """`/collaboration-requests/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = REQUESTS

    def get(self, request: Request, request_id: int) -> Response:
        """This function will show one request."""
        return self.shown(request_of(self.actor, request_id))


class StepView(ApiView):
    """A step of a request: If-Match names the version that was read, the answer is the request."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = REQUESTS
    needs_version = frozenset({"POST"})
    created_methods = frozenset()

    def known(self, request: Request, request_id: int) -> dict[str, Any]:
        """This function will return what every step is called with. Raises: VersionMissing, StaleVersion."""
        version = expected_version(request)
        return {"actor": self.actor, "now": timezone.now(), "request_id": request_id, "expected_version": version}

    def now_shown(self, request_id: int) -> Response:
        """This function will show the request as it stands after the step."""
        return self.shown(request_of(self.actor, request_id))


class AcceptView(StepView):
    """`/collaboration-requests/{id}/accept/`."""

    def post(self, request: Request, request_id: int) -> Response:
        """This function will make the caller responsible; the owner stays accountable."""
        accept_request(**self.known(request, request_id))
        return self.now_shown(request_id)


class DeclineView(StepView):
    """`/collaboration-requests/{id}/decline/`."""

    bodies: ClassVar[Bodies] = {"POST": DeclineBody}

    def post(self, request: Request, request_id: int) -> Response:
        """This function will end a request without a result, for a reason."""
        decline_request(**self.known(request, request_id), **self.read_body(request))
        return self.now_shown(request_id)


class FinishView(StepView):
    """`/collaboration-requests/{id}/finish/`."""

    bodies: ClassVar[Bodies] = {"POST": FinishBody}

    def post(self, request: Request, request_id: int) -> Response:
        """This function will end an accepted request with its result."""
        finish_request(**self.known(request, request_id), **self.read_body(request))
        return self.now_shown(request_id)


class WithdrawView(StepView):
    """`/collaboration-requests/{id}/withdraw/`."""

    bodies: ClassVar[Bodies] = {"POST": WithdrawBody}

    def post(self, request: Request, request_id: int) -> Response:
        """This function will take a request back that is not done yet."""
        withdraw_request(**self.known(request, request_id), **self.read_body(request))
        return self.now_shown(request_id)
