"""What is not kept up: on one opportunity, and on everything one person owns (domain §9.5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.api.serializers import FixShape
from opportunities.domain.hygiene import FINDINGS, Finding
from opportunities.queries.hygiene import deal_hygiene, owner_hygiene
from salesops.web.api.listing import known_parameters, number_parameter
from salesops.web.api.schema import query_parameter
from salesops.web.api.versions import etag
from salesops.web.api.views import Answers, ApiView, Scopes

READ: Scopes = {"GET": "deal:read"}
BIGGEST_PERSON = 10**8 - 1


class FindingShape(serializers.Serializer[Any]):
    """One thing that is not kept up, and the act that mends it."""

    key = serializers.ChoiceField(choices=list(FINDINGS))
    sentence = serializers.CharField()
    fix = FixShape()


class HygieneShape(serializers.Serializer[Any]):
    """What is not kept up on one opportunity; a closed one has no findings (domain §9.5)."""

    opportunity_id = serializers.IntegerField()
    is_clean = serializers.BooleanField()
    findings = FindingShape(many=True)


class OwnerHygieneShape(serializers.Serializer[Any]):
    """Hygiene of a person's open opportunities, the 500 largest at most: clean ones in percent of open ones."""

    owner_id = serializers.IntegerField()
    open = serializers.IntegerField()
    clean = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    unclean = HygieneShape(many=True)


def _shown(findings: list[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "key": item.key,
            "sentence": item.sentence,
            "fix": {"key": item.fix.key, "label": item.fix.label, "target": item.fix.target},
        }
        for item in findings
    ]


class HygieneView(ApiView):
    """`/opportunities/{id}/hygiene/`."""

    scopes: ClassVar[Scopes] = READ
    answers: ClassVar[Answers] = {"GET": HygieneShape}

    def get(self, request: Request, opportunity_id: int) -> Response:
        """This function will list what is not kept up on one opportunity: the same findings as on its page."""
        known_parameters(request)
        row, findings = deal_hygiene(self.actor, opportunity_id, now=timezone.now())
        body = {"opportunity_id": row.pk, "is_clean": not findings, "findings": _shown(findings)}
        return Response(body, headers={"ETag": etag(row.version)})


class OwnerHygieneView(ApiView):
    """`/opportunities/hygiene/`."""

    scopes: ClassVar[Scopes] = READ
    answers: ClassVar[Answers] = {"GET": OwnerHygieneShape}
    parameters: ClassVar[dict[str, Any]] = {
        "GET": [query_parameter("owner", "The id of a person; without it, the caller.")]
    }

    def get(self, request: Request) -> Response:
        """This function will say how many open opportunities of a person are clean, and list the others."""
        known_parameters(request, "owner")
        owner_id = number_parameter(request, "owner", standard=self.actor.user_id or 0, most=BIGGEST_PERSON)
        found = owner_hygiene(self.actor, owner_id, now=timezone.now())
        return Response(
            {
                "owner_id": owner_id,
                "open": found.total,
                "clean": found.clean,
                "percent": found.percent,
                "unclean": [
                    {
                        "opportunity_id": deal.opportunity.pk,
                        "is_clean": False,
                        "findings": _shown(deal.findings),
                    }
                    for deal in found.unclean
                ],
            }
        )
