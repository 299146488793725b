"""`/opportunities/{id}/pocs/` and `/pocs/{id}/`: the proof, its plan and its signatures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import poc_bodies as bodies
from qualification.api import poc_shapes as shapes
from qualification.api.poc_presenting import PAGES, POCS, SIGNATURES, PocPage
from qualification.domain.success_plan import Participant, PlanCriterion, PlanTerms
from qualification.queries import poc_api as queries
from qualification.services.plan_poc import plan_poc
from qualification.services.record_signature import SignOff, record_signature
from qualification.services.send_sign_link import send_sign_link
from qualification.services.write_success_plan import write_success_plan
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import etag, expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "PUT": "deal:write", "POST": "deal:write"}


class PocsView(ListView):
    """`/opportunities/{id}/pocs/`: its proofs, and planning one."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.PocBody}
    presenter = POCS

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the proofs of an opportunity, ended ones too."""
        return self.page_of(queries.pocs_of(self.actor, opportunity_id))

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will plan a proof of concept."""
        given = self.read_body(request)
        poc = plan_poc(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, **given)
        poc.refresh_from_db()
        return self.shown(poc, status_code=201, location=f"/api/v1/pocs/{poc.pk}/")


class OnePocView(ApiView):
    """An address of one proof: what it does answers with the proof as it stands then."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter: ClassVar[Presenter] = PAGES
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def page(self, poc_id: int) -> Response:
        """This function will show a proof. Its numbers move with MEDDPICC and the day too: never a 304."""
        page = PocPage(queries.poc_record(self.actor, poc_id), timezone.now())
        query = self.request.query_params
        data = self.presenter.one(page, query.get("fields"), query.get("expand"))
        return Response(data, headers={"ETag": etag(page.version)})


class PocView(OnePocView):
    """`/pocs/{id}/`."""

    def get(self, request: Request, poc_id: int) -> Response:
        """This function will show state, plan, criteria with their results, the outcome as of now, and sessions."""
        return self.page(poc_id)


class PlanView(OnePocView):
    """`/pocs/{id}/plan/`."""

    bodies: ClassVar[Bodies] = {"PUT": bodies.SuccessPlanBody}
    needs_version = frozenset({"PUT"})

    def put(self, request: Request, poc_id: int) -> Response:
        """This function will write a version of the success plan; the same terms again change nothing."""
        version = expected_version(request)
        terms = self._terms(self.read_body(request))
        write_success_plan(actor=self.actor, now=timezone.now(), poc_id=poc_id, terms=terms, expected_version=version)
        return self.page(poc_id)

    def _terms(self, given: dict[str, Any]) -> PlanTerms:
        people = given.pop("participants")
        names = queries.names_of_contacts(self.actor, [each["contact_id"] for each in people])
        return PlanTerms(
            participants=tuple(Participant(name=names.get(each["contact_id"], ""), **each) for each in people),
            criteria=tuple(PlanCriterion(**each) for each in given.pop("criteria")),
            **given,
        )


class SignLinksView(ApiView):
    """`/pocs/{id}/sign-links/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.SignLinkBody}
    answers: ClassVar[Answers] = {"POST": shapes.SignLinkShape}
    told_once = frozenset({"address"})

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will make the link by which the champion signs; its address is told this once."""
        sent = send_sign_link(actor=self.actor, now=timezone.now(), poc_id=poc_id, **self.read_body(request))
        link = sent.link
        data = {
            "id": link.pk,
            "plan_number": link.plan.number,
            "contact_id": link.contact_id,
            "expires_at": link.expires_at,
            "address": request.build_absolute_uri(reverse("qualification:sign", args=[sent.secret])),
        }
        return Response(data, status=201)


class SignaturesView(ApiView):
    """`/pocs/{id}/signatures/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.SignatureBody}
    presenter = SIGNATURES

    def post(self, request: Request, poc_id: int) -> Response:
        """This function will record that the champion signed the newest version by e-mail or in a meeting."""
        given = SignOff(**self.read_body(request))
        row = record_signature(actor=self.actor, now=timezone.now(), poc_id=poc_id, given=given)
        return self.shown(row, status_code=201)
