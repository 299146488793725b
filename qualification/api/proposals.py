"""`/opportunities/{id}/proposals/`: the versions of a proposal, and what is done to the newest one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api import proposal_bodies as bodies
from qualification.api.proposal_presenting import CHECKS, CLEARANCES, ESTIMATES, PAGES, PROPOSALS, VersionPage
from qualification.queries import validation_api as queries
from qualification.services.check_assumption import check_assumption
from qualification.services.clear_trigger import clear_trigger
from qualification.services.estimate_effort import Effort, estimate_effort
from qualification.services.finalise_proposal import finalise_proposal
from qualification.services.write_proposal import write_proposal
from salesops.web.api.field_groups import hidden_fields, without_hidden
from salesops.web.api.listing import Listing
from salesops.web.api.versions import etag, expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "POST": "deal:write"}
VALIDATE: Scopes = {"POST": "deal:validate"}


class ProposalsView(ListView):
    """`/opportunities/{id}/proposals/`: its ETag is the number of the newest version, "0" before the first."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"POST": bodies.ProposalBody}
    needs_version = frozenset({"POST"})
    presenter = PROPOSALS
    listing = Listing(orders={"number": "number"}, default_order="-number")

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the versions of a deal's proposal, the newest first."""
        rows = queries.proposals_of(self.actor, opportunity_id)
        page = self.page_of(rows)
        page["ETag"] = etag(rows.count())
        return page

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will write a version; the same terms again change nothing."""
        number = expected_version(request)
        terms = bodies.terms_of(self.read_body(request))
        written = write_proposal(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            terms=terms,
            expected_number=number,
        )
        location = f"/api/v1/opportunities/{opportunity_id}/proposals/{written.number}/"
        headers = {"ETag": etag(written.number), "Location": location}
        return Response(self.presenter.one(written), status=201, headers=headers)


class VersionView(ApiView):
    """An address of one version: amounts are shown by `deal:read.com` only."""

    scopes: ClassVar[Scopes] = READ_WRITE
    presenter = PAGES
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def page(self, opportunity_id: int, number: int) -> Response:
        """This function will show a version. What fires moves with the deal and the day: never a 304."""
        read = queries.read_version(self.actor, opportunity_id, number, now=timezone.now())
        data = PAGES.one(VersionPage(read), self.request.query_params.get("fields"))
        return self.told(data, {"ETag": etag(number)})

    def told(self, data: dict[str, Any], headers: dict[str, str] | None = None, status: int = 200) -> Response:
        """This function will answer without what the caller's scopes leave out."""
        return Response(without_hidden(data, hidden_fields(self.actor.scopes)), status=status, headers=headers)


class ProposalView(VersionView):
    """`/opportunities/{id}/proposals/{number}/`."""

    def get(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will show terms, what fires and who clears it, assumptions, effort and verdict."""
        return self.page(opportunity_id, number)


class FinaliseView(VersionView):
    """`/opportunities/{id}/proposals/{number}/finalise/`: the number is the version that was read."""

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will make the newest version final, or name everything that is open (R05, R06)."""
        finalise_proposal(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, number=number)
        return self.page(opportunity_id, number)


class PartView(VersionView):
    """What people of validation add to the version that was read."""

    scopes: ClassVar[Scopes] = VALIDATE
    created_methods: ClassVar[frozenset[str]] = frozenset({"POST"})

    def known(self, opportunity_id: int, number: int) -> dict[str, Any]:
        """This function will return what every service about the version is called with."""
        return {"actor": self.actor, "now": timezone.now(), "opportunity_id": opportunity_id, "number": number}


class ClearancesView(PartView):
    """`/opportunities/{id}/proposals/{number}/clearances/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.ClearanceBody}
    presenter = CLEARANCES

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will clear a trigger for what it fires for; keys clear on the route of validation only."""
        row = clear_trigger(**self.known(opportunity_id, number), **self.read_body(request))
        return self.told(CLEARANCES.one(row), status=201)


class AssumptionChecksView(PartView):
    """`/opportunities/{id}/proposals/{number}/assumption-checks/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.AssumptionCheckBody}
    presenter = CHECKS

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will validate or reject an assumption, or open it again."""
        row = check_assumption(**self.known(opportunity_id, number), **self.read_body(request))
        return self.told(CHECKS.one(row), status=201)


class EstimatesView(PartView):
    """`/opportunities/{id}/proposals/{number}/estimates/`."""

    bodies: ClassVar[Bodies] = {"POST": bodies.EstimateBody}
    presenter = ESTIMATES

    def post(self, request: Request, opportunity_id: int, number: int) -> Response:
        """This function will keep what delivery takes; the newest estimate counts, the margin follows."""
        row = estimate_effort(**self.known(opportunity_id, number), effort=Effort(**self.read_body(request)))
        return self.told(ESTIMATES.one(row), status=201)
