"""`/opportunities/lifecycle/`: the process a new deal is proposed (domain §2.2)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.domain.lifecycles import ADOPTION, LIFECYCLES, MATURITY, OFFERS, Situation
from opportunities.queries.lifecycles import propose_process
from salesops.web.api.listing import known_parameters
from salesops.web.api.presenting import BadQuery
from salesops.web.api.schema import query_parameter
from salesops.web.api.views import Answers, ApiView, Scopes

ANSWERS = {"offer": OFFERS, "adoption": ADOPTION, "maturity": MATURITY}


class LifecycleShape(serializers.Serializer[Any]):
    """The lifecycle by rule with its process, and what keeps that one from being published."""

    lifecycle = serializers.ChoiceField(choices=list(LIFECYCLES))
    process = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    is_published = serializers.BooleanField()
    faults = serializers.ListField(child=serializers.CharField())


class LifecycleView(ApiView):
    """`/opportunities/lifecycle/`."""

    scopes: ClassVar[Scopes] = {"GET": "process:read"}
    answers: ClassVar[Answers] = {"GET": LifecycleShape}
    parameters: ClassVar[dict[str, Any]] = {
        "GET": [query_parameter(name, f"One of {', '.join(known)}.") for name, known in ANSWERS.items()]
    }

    def get(self, request: Request) -> Response:
        """This function will propose a process from what is known of the customer."""
        known_parameters(request, *ANSWERS)
        proposed = propose_process(Situation(**{name: _read(request, name) for name in ANSWERS}))
        return Response(
            {
                "lifecycle": proposed.proposal.lifecycle.key,
                "process": proposed.process,
                "title": proposed.title,
                "sentence": proposed.proposal.sentence,
                "is_published": proposed.is_published,
                "faults": proposed.faults,
            }
        )


def _read(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if value and value not in ANSWERS[name]:
        raise BadQuery("bad_parameter", f"{name} is one of {', '.join(ANSWERS[name])}.")
    return value
