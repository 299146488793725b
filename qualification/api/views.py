"""`/opportunities/{id}/meddpicc/`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from qualification import queries
from qualification.api.serializers import AssessmentBody, AssessmentShape, CosignatureShape, MeddpiccShape
from qualification.queries import MeddpiccPanel
from qualification.services.assess import NewAssessment, assess
from qualification.services.cosign import cosign
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import expected_version
from salesops.web.api.views import ApiView, Bodies, ListView, Scopes

READ_WRITE: Scopes = {"GET": "deal:read", "PUT": "deal:write", "POST": "deal:write"}


class MeddpiccView(ApiView):
    """`/opportunities/{id}/meddpicc/`."""

    scopes: ClassVar[Scopes] = READ_WRITE
    answers: ClassVar[Bodies] = {"GET": MeddpiccShape}

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
        "components": [
            {
                "component": row.standing.component.key,
                "label": row.standing.component.label,
                "level": row.standing.level,
                "effective": row.standing.effective,
                "needed": row.needed,
                "age": row.standing.age,
                "limit": row.standing.limit,
                "is_stale": row.standing.is_stale,
                "is_forced": row.standing.is_forced,
                "awaits_cosign": row.standing.awaits_cosign,
                "sentence": row.standing.sentence,
            }
            for row in panel.rows
        ],
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
