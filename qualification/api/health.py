"""`/opportunities/{id}/health/` and how it changed."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qualification.models.health import BANDS, VELOCITIES
from qualification.queries import health as queries
from qualification.queries.health import HealthPanel
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter, plain
from salesops.web.api.views import Answers, ApiView, ListView, Scopes

CLASSES = ["", *(key for key, _ in VELOCITIES)]


class SignalShape(serializers.Serializer[Any]):
    """One reason for the score; `where` names the part of the deal that shows the evidence."""

    key = serializers.CharField()
    points = serializers.IntegerField()
    sentence = serializers.CharField()
    where = serializers.CharField()


class PriorityPartsShape(serializers.Serializer[Any]):
    """What a priority is made of: 100 × (0.35 value + 0.25 probability + 0.20 health + 0.20 urgency)."""

    value = serializers.FloatField()
    probability = serializers.IntegerField()
    health = serializers.IntegerField()
    urgency = serializers.FloatField()


class HealthShape(serializers.Serializer[Any]):
    """How a deal stands; everything of a reading is null or empty until the first one, `computed_at` null."""

    opportunity_id = serializers.IntegerField()
    score = serializers.IntegerField(allow_null=True)
    band = serializers.ChoiceField(choices=["", *(key for key, _ in BANDS)])
    sum = serializers.IntegerField(allow_null=True, help_text="50 plus all points; the score is this within 0 and 100")
    signals = SignalShape(many=True)
    velocity = serializers.ChoiceField(choices=CLASSES)
    velocity_sentence = serializers.CharField()
    priority = serializers.IntegerField(allow_null=True)
    priority_parts = PriorityPartsShape(allow_null=True)
    position = serializers.CharField()
    sentiment = serializers.CharField(allow_null=True, help_text="mean of 30 days, −2 to +2; never scored")
    computed_at = serializers.DateTimeField(allow_null=True)


class HealthChangeShape(serializers.Serializer[Any]):
    """A reading that differed from the one before."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    score = serializers.IntegerField()
    band = serializers.CharField()
    signals = SignalShape(many=True)
    velocity = serializers.ChoiceField(choices=CLASSES)
    velocity_sentence = serializers.CharField()


class HealthView(ApiView):
    """`/opportunities/{id}/health/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    answers: ClassVar[Answers] = {"GET": HealthShape}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the newest reading; a closed opportunity keeps the last it had when open."""
        known_parameters(request)
        return Response(_shown(queries.health_panel(self.actor, opportunity_id)))


def _shown(panel: HealthPanel) -> dict[str, Any]:
    reading = panel.reading
    return {
        "opportunity_id": panel.opportunity.pk,
        "score": reading.score if reading else None,
        "band": reading.band if reading else "",
        "sum": panel.sum if reading else None,
        "signals": reading.signals if reading else [],
        "velocity": reading.velocity if reading else "",
        "velocity_sentence": reading.velocity_sentence if reading else "",
        "priority": reading.priority if reading else None,
        "priority_parts": reading.priority_parts or None if reading else None,
        "position": panel.opportunity.position,
        "sentiment": plain(reading.sentiment) if reading else None,
        "computed_at": plain(reading.computed_at) if reading else None,
    }


class HealthChangesView(ListView):
    """`/opportunities/{id}/health-changes/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read"}
    presenter = Presenter(HealthChangeShape)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list the readings that differed from the one before; none is ever changed."""
        return self.page_of(queries.health_changes(self.actor, opportunity_id))
