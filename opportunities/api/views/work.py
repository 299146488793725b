"""What is done on an opportunity between its moves: steps, activities, evidence, people, documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api import bodies
from opportunities.api import serializers as shapes
from opportunities.api.presenters import FULL, presenter_for
from opportunities.queries import api as queries
from opportunities.services.add_stakeholder import add_stakeholder, remove_stakeholder
from opportunities.services.attest import Evidence, attest, withdraw_attestation
from opportunities.services.file_document import NewDocument, change_document, file_document
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.set_next_step import finish_next_step, set_next_step
from opportunities.services.waive import keep_waiver, lift_waiver, waive
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes
from salesops.web.downloads import as_download

READ_WRITE: Scopes = {"GET": "deal:read", **dict.fromkeys(("POST", "PATCH", "DELETE"), "deal:write")}


class NextStepView(ApiView):
    """`/opportunities/{id}/next-step/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.NextStepBody}
    needs_version = frozenset({"POST"})
    created_methods = frozenset()
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees."""
        return presenter_for(self.actor, in_full=True)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will set the dated next step."""
        version = expected_version(request)
        given = self.read_body(request)
        return self.shown(
            set_next_step(
                actor=self.actor,
                now=timezone.now(),
                opportunity_id=opportunity_id,
                expected_version=version,
                **given,
            )
        )


class NextStepDoneView(NextStepView):
    """`/opportunities/{id}/next-step/done/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.DoneBody}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will mark the next step done."""
        version = expected_version(request)
        given = self.read_body(request)
        return self.shown(
            finish_next_step(
                actor=self.actor,
                now=timezone.now(),
                opportunity_id=opportunity_id,
                expected_version=version,
                **given,
            )
        )


class ActivitiesView(ListView):
    """`/opportunities/{id}/activities/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.ActivityBody}
    presenter = Presenter(shapes.ActivityShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the activities."""
        return self.page_of(queries.activities_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will log an activity."""
        new = NewActivity(**self.read_body(request))
        activity = log_activity(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        return self.shown(activity, status_code=201)


class AttestationsView(ListView):
    """`/opportunities/{id}/attestations/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.AttestationBody}
    presenter = Presenter(shapes.AttestationShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the attestations and their withdrawals."""
        return self.page_of(queries.attestations_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will put the caller's name to a criterion."""
        given = self.read_body(request)
        criterion = given.pop("criterion_id")
        row = attest(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            criterion_id=criterion,
            evidence=Evidence(**given),
        )
        return self.shown(row, status_code=201)


class WithdrawalView(ApiView):
    """`/opportunities/{id}/attestations/withdraw/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.CriterionReasonBody}
    presenter = Presenter(shapes.AttestationShape)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will take an attestation back; the earlier row stays."""
        given = self.read_body(request)
        row = withdraw_attestation(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class WaiversView(ListView):
    """`/opportunities/{id}/waivers/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.CriterionReasonBody}
    presenter = Presenter(shapes.WaiverShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the waivers, lifted ones too."""
        return self.page_of(queries.waivers_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will waive a criterion, visible for ever."""
        given = self.read_body(request)
        row = waive(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class LiftWaiverView(ApiView):
    """`/opportunities/{id}/waivers/lift/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.CriterionReasonBody}
    presenter = Presenter(shapes.WaiverShape)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will end a waiver for a reason."""
        given = self.read_body(request)
        row = lift_waiver(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class KeepWaiverView(ApiView):
    """`/opportunities/{id}/waivers/keep/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.CriterionReasonBody}
    presenter = Presenter(shapes.WaiverShape)

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will give a waiver afresh that was looked at and still holds."""
        given = self.read_body(request)
        row = keep_waiver(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class StakeholdersView(ListView):
    """`/opportunities/{id}/stakeholders/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.StakeholderBody}
    presenter = Presenter(shapes.StakeholderShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the customer's people."""
        return self.page_of(queries.stakeholders_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will name a contact's role."""
        given = self.read_body(request)
        row = add_stakeholder(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        return self.shown(row, status_code=201)


class StakeholderView(ApiView):
    """`/opportunities/{id}/stakeholders/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    needs_version = frozenset({"DELETE"})

    def delete(self, request: Request, opportunity_id: int, stakeholder_id: int) -> Response:
        """This function will take a role off; If-Match names the version of the opportunity."""
        version = expected_version(request)
        remove_stakeholder(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            stakeholder_id=stakeholder_id,
            expected_version=version,
        )
        return Response(status=204)


class DocumentsView(ListView):
    """`/opportunities/{id}/documents/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.DocumentBody}
    presenter = Presenter(shapes.DocumentShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the documents."""
        return self.page_of(queries.documents_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will file a document: its link, or a file."""
        new = NewDocument(**self.read_body(request))
        row = file_document(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, new=new)
        return self.shown(row, status_code=201)


class DocumentContentView(ApiView):
    """`/opportunities/{id}/documents/{id}/content/`: may hold prices, so a key needs the scope that shows them."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read.com"}
    answers: ClassVar[dict[str, Any]] = {"GET": OpenApiTypes.BINARY}
    answer_type = "application/octet-stream"

    def get(self, request: Request, opportunity_id: int, document_id: int) -> FileResponse:
        """This function will send the filed bytes, always as a download."""
        row = queries.stored_file_of(self.actor, opportunity_id, document_id)
        return as_download(row.file, row.title, row.content_type)


class DocumentView(ApiView):
    """`/opportunities/{id}/documents/{id}/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PATCH": bodies.DocumentStateFields}
    needs_version = frozenset({"PATCH"})
    presenter = Presenter(shapes.DocumentShape)

    def patch(self, request: Request, opportunity_id: int, document_id: int) -> Response:
        """This function will take a document to another state; If-Match names the version of the opportunity."""
        version = expected_version(request)
        row = change_document(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            document_id=document_id,
            expected_version=version,
            **self.read_body(request),
        )
        return self.shown(row)
