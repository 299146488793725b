"""`/validations/` and those of one deal: asked for, given to a reviewer, decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import validation_bodies as bodies
from qualification.api.proposal_presenting import REVIEWS
from qualification.api.proposals import READ_WRITE, VALIDATE
from qualification.domain.proposal import Condition
from qualification.models import REVIEW_STATES
from qualification.queries import validation_api as queries
from qualification.services.assign_review import assign_review
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.services.request_validation import request_validation, withdraw_request
from salesops.web.api.bodies import record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

LISTING = Listing(
    filters={
        "opportunity": Filter("opportunity_id__in", record_id(), many=True),
        "state": Filter("state__in", serializers.ChoiceField(choices=[key for key, _ in REVIEW_STATES]), many=True),
        "reviewer": Filter("reviewer_id__in", record_id(), many=True),
        "unassigned": Filter("reviewer__isnull", serializers.BooleanField()),
        "due_before": Filter("due_at__lt", serializers.DateTimeField()),
    },
    orders={"due_at": "due_at", "requested_at": "requested_at", "id": "id"},
    default_order="due_at",
)


class ValidationsView(ListView):
    """`/validations/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = REVIEWS
    listing = LISTING

    def get(self, request: Request) -> Response:
        """This function will list validations of all deals, the one due first on top; `state=waiting` is the desk."""
        return self.page_of(queries.visible_reviews(self.actor))


class DealValidationsView(ListView):
    """`/opportunities/{id}/validations/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.ValidationBody}
    presenter = REVIEWS

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the validations of a deal, the newest first."""
        return self.page_of(queries.reviews_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will put the newest version of the proposal on the desk."""
        given = self.read_body(request)
        made = request_validation(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        row = queries.review_record(self.actor, made.pk)
        return self.shown(row, status_code=201, location=f"/api/v1/validations/{row.pk}/")


class ValidationView(ApiView):
    """`/validations/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = REVIEWS

    def get(self, request: Request, review_id: int) -> Response:
        """This function will show one validation."""
        return self.shown(queries.review_record(self.actor, review_id))


class StepView(ApiView):
    """A step of a validation: If-Match names the version that was read, the answer is the validation."""

    scopes: ClassVar[Scopes] = VALIDATE
    presenter = REVIEWS
    needs_version = frozenset({"POST"})
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def known(self, request: Request, review_id: int) -> dict[str, Any]:
        """This function will return what every step is called with. Raises: VersionMissing, StaleVersion."""
        version = expected_version(request)
        return {"actor": self.actor, "now": timezone.now(), "review_id": review_id, "expected_version": version}

    def now_shown(self, review_id: int) -> Response:
        """This function will show the validation as it stands after the step."""
        return self.shown(queries.review_record(self.actor, review_id))


class WithdrawView(StepView):
    """`/validations/{id}/withdraw/`."""

    scopes: ClassVar[Scopes] = READ_WRITE

    def post(self, request: Request, review_id: int) -> Response:
        """This function will take the request back before its verdict."""
        withdraw_request(**self.known(request, review_id))
        return self.now_shown(review_id)


class AssignView(StepView):
    """`/validations/{id}/assign/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.AssignBody}

    def post(self, request: Request, review_id: int) -> Response:
        """This function will make another validator the reviewer; the due time stays."""
        assign_review(**self.known(request, review_id), **self.read_body(request))
        return self.now_shown(review_id)


class DecideView(StepView):
    """`/validations/{id}/decide/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.VerdictBody}

    def post(self, request: Request, review_id: int) -> Response:
        """This function will give the verdict; conditions are written into the next version of the proposal."""
        known, given = self.known(request, review_id), self.read_body(request)
        conditions = tuple(
            Condition(**(each | {"triggers": tuple(each["triggers"])})) for each in given.pop("conditions")
        )
        decide_review(**known, new=NewVerdict(**given, conditions=conditions))
        return self.now_shown(review_id)
