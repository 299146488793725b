"""The sub-type of one opportunity: what the rule proposes, confirming it, changing it for a reason (domain §2.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.bodies import SubtypeBody
from opportunities.api.presenters import FULL, presenter_for
from opportunities.queries.subtypes import subtype_of
from opportunities.services.set_subtype import set_subtype
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import etag, expected_version
from salesops.web.api.views import Answers, ApiView, Bodies, Scopes


class SubtypeShape(serializers.Serializer[Any]):
    """The sub-type there is, the one the rule proposes with its sentence, and those the process takes."""

    opportunity_id = serializers.IntegerField()
    subtype = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    proposed = serializers.CharField()
    sentence = serializers.CharField()
    allowed = serializers.ListField(child=serializers.CharField())


class SubtypeView(ApiView):
    """`/opportunities/{id}/subtype/`."""

    scopes: ClassVar[Scopes] = {"GET": "deal:read", "PUT": "deal:write"}
    bodies: ClassVar[Bodies] = {"PUT": SubtypeBody}
    answers: ClassVar[Answers] = {"GET": SubtypeShape}
    needs_version = frozenset({"PUT"})
    presenter = FULL

    def presenter_now(self) -> Presenter:
        """This function will choose what this caller sees of a record the charter opened."""
        return presenter_for(self.actor, in_full=True)

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will show the sub-type and the rule's proposal."""
        known_parameters(request)
        found = subtype_of(self.actor, opportunity_id, now=timezone.now())
        return Response(
            {
                "opportunity_id": found.opportunity.pk,
                "subtype": found.opportunity.subtype,
                "confirmed_at": found.opportunity.subtype_confirmed_at,
                "proposed": found.proposal.subtype,
                "sentence": found.proposal.sentence,
                "allowed": list(found.allowed),
            },
            headers={"ETag": etag(found.opportunity.version)},
        )

    def put(self, request: Request, opportunity_id: int) -> Response:
        """This function will confirm the sub-type there is, or set another for a reason."""
        version = expected_version(request)
        opportunity = set_subtype(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=opportunity_id,
            expected_version=version,
            **self.read_body(request),
        )
        return self.shown(opportunity)
