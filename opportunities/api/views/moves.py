"""The gate, the moves and the history of one opportunity."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.bodies import TransitionBody
from opportunities.api.serializers import (
    FieldChangeShape,
    GateShape,
    StageEventShape,
    TimelineListShape,
    TimelineShape,
    TransitionShape,
)
from opportunities.domain.closing import Loss
from opportunities.queries.api import changes_of, happenings, stage_events
from opportunities.queries.detail import Gate, gate_of
from opportunities.queries.timeline import FILTERS
from opportunities.services.rehearse import Preview, rehearse
from opportunities.services.transition import Wish, transition
from salesops.web.api.listing import Listing, is_dry_run, known_parameters, number_parameter
from salesops.web.api.presenting import BadQuery, Presenter
from salesops.web.api.schema import DRY_RUN, query_parameter
from salesops.web.api.versions import etag, expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, ListView, Scopes


class GateView(ApiView):
    """`/opportunities/{id}/gate/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    answers: ClassVar[Answers] = {"GET": GateShape}
    parameters: ClassVar[dict[str, Any]] = {"GET": [query_parameter("to", "The stage to reach; without it, the next.")]}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will evaluate the gate: the same list as on the screen."""
        known_parameters(request, "to")
        to = request.query_params.get("to") or None
        gate = gate_of(self.actor, opportunity_id, to=to, now=timezone.now())
        if to and (gate.edge is None or gate.edge.dst != to):
            reachable = ", ".join(sorted({edge.dst for edge in gate.edges})) or "none"
            raise BadQuery("no_such_move", f"There is no move to {to[:40]} from here.", next_action=reachable)
        version = gate.opportunity.version
        return Response(_gate(gate), headers={"ETag": etag(version)})


def _gate(gate: Gate) -> dict[str, Any]:
    evaluation, edge = gate.evaluation, gate.edge
    return {
        "opportunity_id": gate.opportunity.pk,
        "version": gate.opportunity.version,
        "stage": gate.opportunity.stage,
        "type": edge.move.value if edge else None,
        "to": edge.dst if edge else None,
        "allowed": bool(evaluation and evaluation.allowed),
        "met": evaluation.met if evaluation else 0,
        "total": evaluation.total if evaluation else 0,
        "criteria": evaluation.snapshot() if evaluation else [],
        "moves": [{"type": item.move.value, "to": item.dst} for item in gate.edges],
    }


class TransitionsView(ApiView):
    """`/opportunities/{id}/transitions/`."""

    scopes: ClassVar[Scopes] = {"POST": "deal:move"}
    bodies: ClassVar[Bodies] = {"POST": TransitionBody}
    answers: ClassVar[Answers] = {"POST": TransitionShape}
    needs_version = frozenset({"POST"})
    parameters: ClassVar[dict[str, Any]] = {"POST": [DRY_RUN]}

    def post(self, request: Request, opportunity_id: int) -> Response:
        """This function will carry out a move, or preview it: 201 with the event, or 409 with every criterion."""
        version = expected_version(request)
        known: dict[str, Any] = {
            "actor": self.actor,
            "now": timezone.now(),
            "opportunity_id": opportunity_id,
            "wish": _wish(self.read_body(request)),
            "expected_version": version,
        }
        if is_dry_run(request):
            return Response(_previewed(opportunity_id, rehearse(**known)))
        moved = transition(**known)
        body = _previewed(opportunity_id, Preview(moved)) | {"dry_run": False, "version": moved.version}
        return Response(body, status=201, headers={"ETag": etag(moved.version)})


def _wish(body: dict[str, Any]) -> Wish:
    loss = body.get("loss")
    return Wish(
        move=body.get("type", ""),
        to=body.get("to"),
        reason=body.get("reason", ""),
        loss=Loss(**loss) if loss else None,
        second_person_id=body.get("second_person_id"),
    )


def _previewed(opportunity_id: int, preview: Preview) -> dict[str, Any]:
    moved, error = preview.moved, preview.error
    return {
        "opportunity_id": opportunity_id,
        "allowed": moved is not None,
        "dry_run": True,
        "type": moved.move if moved else "",
        "from_stage": moved.from_stage if moved else "",
        "to_stage": moved.to_stage if moved else "",
        "version": None,
        "seq": moved.seq if moved else None,
        "code": error.code if error else "",
        "detail": error.message if error else "",
        "next_action": error.next_action if error else "",
        "criteria": list(error.facts.get("criteria", ())) if error else [],
    }


class HistoryView(ListView):
    """`/opportunities/{id}/history/`: every stage event, with the gate as it stood."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    presenter = Presenter(StageEventShape)
    listing = Listing(orders={"id": "id"}, default_order="-id")

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the moves."""
        return self.page_of(stage_events(self.actor, opportunity_id))


class ChangesView(ListView):
    """`/opportunities/{id}/changes/`: the history of the commercial fields."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read.com"}
    presenter = Presenter(FieldChangeShape)
    listing = Listing(orders={"id": "id"}, default_order="-id")

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the changes."""
        return self.page_of(changes_of(self.actor, opportunity_id))


class TimelineView(ApiView):
    """`/opportunities/{id}/timeline/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    answers: ClassVar[Answers] = {"GET": TimelineListShape}
    parameters: ClassVar[dict[str, Any]] = {
        "GET": [query_parameter("show", "all, customer, changes or evidence."), query_parameter("limit", "1 to 200.")]
    }

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what happened, newest first."""
        known_parameters(request, "show", "limit")
        show = request.query_params.get("show", "all")
        if show not in FILTERS:
            raise BadQuery("bad_parameter", f"show is one of {', '.join(FILTERS)}.")
        limit = number_parameter(request, "limit", standard=60, most=200)
        items = happenings(self.actor, opportunity_id, show=show, limit=limit, now=timezone.now())
        return Response({"results": Presenter(TimelineShape).many(items)})
