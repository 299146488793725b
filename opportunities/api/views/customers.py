"""`/accounts/{id}/customer/`: what kind of customer an account is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opportunities.domain.customers import KINDS
from opportunities.queries.customers import CustomerPanel, customer_of
from opportunities.services.override_customer import override_customer
from salesops.web.api.bodies import StrictBody
from salesops.web.api.listing import known_parameters
from salesops.web.api.views import Answers, ApiView, Bodies, Scopes


class CustomerStandShape(serializers.Serializer[Any]):
    """What an account is, from a day on where it stands in the history."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    sentence = serializers.CharField()
    is_override = serializers.BooleanField()


class CustomerPastShape(CustomerStandShape):
    """What it was from a day on."""

    since = serializers.DateField()


class CustomerShape(CustomerStandShape):
    """What an account is today, what deals with it are about, and what it was, newest first."""

    account_id = serializers.IntegerField()
    context = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]  # also DRF's own word
    until = serializers.DateField(allow_null=True, help_text="the last day an override counts")
    history = CustomerPastShape(many=True)


class CustomerBody(StrictBody):
    """What it is instead, the last day that counts, and why in at least 20 characters."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    until = serializers.DateField()
    reason = serializers.CharField(max_length=400)


class CustomerView(ApiView):
    """`/accounts/{id}/customer/`."""

    scopes: ClassVar[Scopes] = {"GET": "account:read", "POST": "account:write"}
    bodies: ClassVar[Bodies] = {"POST": CustomerBody}
    answers: ClassVar[Answers] = {"GET": CustomerShape, "POST": CustomerShape}

    def get(self, request: Request, account_id: int) -> Response:
        """This function will show what kind of customer an account is, by rule or as set by a person."""
        known_parameters(request)
        return Response(_shown(customer_of(self.actor, account_id, now=timezone.now())))

    def post(self, request: Request, account_id: int) -> Response:
        """This function will let a person's word count instead of the rule until a day."""
        now = timezone.now()
        override_customer(actor=self.actor, now=now, account_id=account_id, **self.read_body(request))
        return Response(_shown(customer_of(self.actor, account_id, now=now)), status=201)


def _shown(panel: CustomerPanel) -> dict[str, Any]:
    customer = panel.customer
    return {
        "account_id": panel.account_id,
        "kind": customer.kind,
        "sentence": customer.sentence,
        "is_override": customer.override is not None,
        "context": list(customer.context),
        "until": customer.override.until.isoformat() if customer.override else None,
        "history": [
            {
                "since": since.isoformat(),
                "kind": each.kind,
                "sentence": each.sentence,
                "is_override": each.override is not None,
            }
            for since, each in panel.history
        ],
    }
