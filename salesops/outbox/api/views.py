"""`/events/`: the feed, ordered and resumable (interface §3)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.outbox.models import Event
from salesops.outbox.queries import Position, feed
from salesops.web.api.field_groups import hidden_fields, without_hidden
from salesops.web.api.listing import known_parameters, number_parameter
from salesops.web.api.presenting import BadQuery, plain
from salesops.web.api.schema import query_parameter
from salesops.web.api.views import Answers, ApiView, Scopes

STANDARD, MOST = 100, 200


class EventShape(serializers.Serializer[Any]):
    """One event; `seq` counts the events of one record."""

    position = serializers.CharField()
    type = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_id = serializers.IntegerField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_id = serializers.IntegerField(allow_null=True)
    actor_name = serializers.CharField()
    via = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # also DRF's own word


class FeedShape(serializers.Serializer[Any]):
    """Events after a position, oldest first; `next` is where to go on, also when nothing is there yet."""

    results = EventShape(many=True)
    next = serializers.CharField()


class EventsView(ApiView):
    """`/events/`."""

    scopes: ClassVar[Scopes] = {"GET": "event:read"}
    answers: ClassVar[Answers] = {"GET": FeedShape}
    parameters: ClassVar[dict[str, Any]] = {
        "GET": [query_parameter("after", "`next` of the answer before."), query_parameter("limit", "1 to 200.")]
    }

    def get(self, request: Request) -> Response:
        """This function will show the events after a position; it never skips one that committed late."""
        known_parameters(request, "after", "limit")
        after = _position(request.query_params.get("after") or "0-0")
        limit = number_parameter(request, "limit", standard=STANDARD, most=MOST)
        events = feed(self.actor, after, limit)
        hidden = hidden_fields(self.actor.scopes)
        last = events[-1] if events else None
        return Response(
            {
                "results": [_shown(event, hidden) for event in events],
                "next": f"{last.tx}-{last.id}" if last else f"{after.tx}-{after.id}",
            }
        )


def _shown(event: Event, hidden: frozenset[str]) -> dict[str, Any]:
    return {
        "position": f"{event.tx}-{event.id}",
        "type": event.type,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "seq": event.seq,
        "at": plain(event.at),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "via": event.via,
        "data": without_hidden(event.data, hidden),
    }


def _position(text: str) -> Position:
    parts = text.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        raise BadQuery("bad_position", "after is not a position of ours.", next_action="Start without it.")
    return Position(int(parts[0]), int(parts[1]))
