"""`/opportunities/{id}/meddpicc/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.api.serializers import (
    AssessmentBody,
    AssessmentShape,
    CosignatureShape,
    DetailsBody,
    DetailShape,
    DetailsShape,
    MeddpiccShape,
)
from qualification.domain.details import DETAILS
from qualification.queries import meddpicc as queries
from qualification.queries.meddpicc import MeddpiccPanel, Row
from qualification.services.assess import NewAssessment, assess
from qualification.services.cosign import cosign
from qualification.services.write_details import write_details
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "PUT": "deal:write", "POST": "deal:write"}


class MeddpiccView(ApiView):
    """`/opportunities/{id}/meddpicc/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    answers: ClassVar[Answers] = {"GET": MeddpiccShape}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the eight components as they count today."""
        known_parameters(request)
        return Response(_panel(queries.meddpicc_panel(self.actor, opportunity_id, now=timezone.now())))


def _panel(panel: MeddpiccPanel) -> dict[str, Any]:
    return {
        "opportunity_id": panel.opportunity_id,
        "score": panel.facts.score,
        "points": panel.facts.points,
        "weakest": panel.facts.weakest.component.key,
        "components": [_component(row) for row in panel.rows],
        "ask_next": [{"component": key, "question": question} for key, question in panel.ask_next],
    }


def _component(row: Row) -> dict[str, Any]:
    standing, known = row.standing, row.standing.known
    return {
        "component": standing.component.key,
        "label": standing.component.label,
        "level": standing.level,
        "effective": standing.effective,
        "needed": row.needed,
        "age": standing.age,
        "limit": standing.limit,
        "is_stale": standing.is_stale,
        "is_forced": standing.is_forced,
        "awaits_cosign": standing.awaits_cosign,
        "sentence": standing.sentence,
        "meaning": standing.component.meaning,
        "questions": list(standing.component.questions),
        "note": known.note if known else "",
        "source_class": known.source_class if known else "",
        "contact": known.contact if known else "",
        "set_by_id": known.set_by_id if known else None,
        "set_at": known.set_at if known else None,
        "forced_reason": known.forced_reason if known and standing.is_forced else "",
        "may_cosign": row.can_cosign,
        "detail_columns": ["text", *DETAILS[standing.component.key][1]] if standing.component.key in DETAILS else [],
    }


class ComponentView(ListView):
    """`/opportunities/{id}/meddpicc/{component}/`: its assessments, and adding one."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PUT": AssessmentBody}
    needs_version = frozenset({"PUT"})
    presenter = Presenter(AssessmentShape)

    def get(self, request: Request, opportunity_id: int, component: str) -> Response:
        """This function will list the assessments of a component; none is ever edited."""
        return self.page_of(queries.component_assessments(self.actor, opportunity_id, component))

    def put(self, request: Request, opportunity_id: int, component: str) -> Response:
        """This function will assess a component anew; If-Match names the version of the opportunity."""
        version = expected_version(request)
        row = assess(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            new=NewAssessment(component=component, **self.read_body(request)),
            expected_version=version,
        )
        return self.shown(row)


class CosignatureView(ApiView):
    """`/opportunities/{id}/meddpicc/{component}/cosignature/`."""

    scopes: ClassVar[Scopes] = {}
    presenter = Presenter(CosignatureShape)

    def post(self, request: Request, opportunity_id: int, component: str) -> Response:
        """This function will co-sign a level 3; a second person's word is a person's, never a key's."""
        row = cosign(actor=self.actor, now=timezone.now(), opportunity_id=opportunity_id, component=component)
        return self.shown(row, status_code=201)


class DetailsView(ApiView):
    """`/opportunities/{id}/meddpicc/{component}/details/`: metrics, criteria, steps, pains, competitors."""

    scopes: ClassVar[Scopes] = READ_WRITE
    bodies: ClassVar[Bodies] = {"PUT": DetailsBody}
    answers: ClassVar[Answers] = {"GET": DetailsShape, "PUT": DetailsShape}
    needs_version = frozenset({"PUT"})

    def get(self, request: Request, opportunity_id: int, component: str) -> Response:
        """This function will list the rows behind a component, in order."""
        known_parameters(request)
        return _details(component, queries.component_details(self.actor, opportunity_id, component))

    def put(self, request: Request, opportunity_id: int, component: str) -> Response:
        """This function will replace the rows behind a component; If-Match names the version of the opportunity."""
        version = expected_version(request)
        rows = write_details(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            component=component,
            rows=self.read_body(request)["rows"],
            expected_version=version,
        )
        return _details(component, rows)


def _details(component: str, rows: Iterable[Any]) -> Response:
    return Response({"component": component, "rows": Presenter(DetailShape).many(rows)})
