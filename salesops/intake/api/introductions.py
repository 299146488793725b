"""`/introductions/`: the systems of partners bring buyers and read nothing; our own list them (reliability §5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.core.errors import Invalid
from salesops.intake.api.deciding import IntroductionApi
from salesops.intake.domain.answers import LONGEST
from salesops.intake.domain.introductions import FEE_STATES, GROUPS, STATES, group_of
from salesops.intake.models import Introduction
from salesops.intake.queries.introductions import shown_introductions
from salesops.intake.services.submit_introduction import submit_introduction
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.listing import Filter, Listing
from salesops.web.api.views import Answers, Bodies, ListView, Scopes


class IntroductionFields(StrictBody):
    """The ten answers; `agreed_on`: the day the buyer agreed; `promised_what`: what was already mentioned to them."""

    website = serializers.CharField(max_length=LONGEST["website"])
    company = serializers.CharField(max_length=LONGEST["company"])
    country = serializers.CharField(max_length=2, min_length=2)
    city = serializers.CharField(max_length=LONGEST["city"])
    buyer = serializers.CharField(max_length=LONGEST["buyer"], help_text="Name and title, with a comma between.")
    email = serializers.CharField(max_length=LONGEST["email"])
    agreed_on = serializers.DateField()
    timeline = serializers.CharField(max_length=LONGEST["timeline"], help_text="A time within 18 months, and why then.")
    problem = serializers.CharField(max_length=LONGEST["problem"], min_length=40)
    promised_what = serializers.CharField(max_length=LONGEST["promised_what"], required=False, allow_blank=True)


class IntroductionReceipt(serializers.Serializer[Any]):
    """What a partner's system learns: the receipt, the first verdict, and by when it is answered."""

    receipt = serializers.CharField()
    company = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[("clear", "Clear"), ("closer", "Closer look")])
    status = serializers.ChoiceField(choices=list(GROUPS.items()))
    submitted_at = serializers.DateTimeField()
    answer_due = serializers.DateTimeField()


class IntroductionsView(IntroductionApi, ListView):
    """`/introductions/`. Our own people list them; a partner's key only sends, each time with an `Idempotency-Key`."""

    scopes: ClassVar[Scopes] = {"GET": "intro:read", "POST": "intro:write"}
    bodies: ClassVar[Bodies] = {"POST": IntroductionFields}
    answers: ClassVar[Answers] = {"POST": IntroductionReceipt}
    listing = Listing(
        filters={
            "state": Filter("state__in", serializers.ChoiceField(choices=list(STATES)), many=True),
            "partner": Filter("partner_id__in", record_id(), many=True),
            "reviewer": Filter("reviewer_id__in", record_id(), many=True),
            "fee_state": Filter(
                "fee_state__in", serializers.ChoiceField(choices=sorted(FEE_STATES.keys() - {""})), many=True
            ),
            "q": Filter("company__icontains", serializers.CharField(max_length=100), help="Words of the company."),
        },
        orders={"id": "id", "submitted_at": "submitted_at"},
        default_order="id",
    )

    def get(self, request: Request) -> Response:
        """This function will list introductions."""
        return self.page_of(shown_introductions(self.actor))

    def post(self, request: Request) -> Response:
        """This function will hand in an introduction; the same key again answers the same receipt."""
        if not request.headers.get("Idempotency-Key"):
            raise Invalid({"Idempotency-Key": ["Name one, so that a retry never introduces twice."]})
        body = self.read_body(request)
        answers = body | {
            "agreed": "yes",
            "agreed_on": body["agreed_on"].isoformat(),
            "promised": "yes" if body.get("promised_what") else "no",
        }
        sent = submit_introduction(actor=self.actor, now=timezone.now(), answers=answers, channel="api")
        return Response(_receipt_of(sent), status=201)


def _receipt_of(sent: Introduction) -> dict[str, Any]:
    shown = {name: getattr(sent, name) for name in ("receipt", "company", "verdict", "submitted_at", "answer_due")}
    data: dict[str, Any] = dict(IntroductionReceipt(shown | {"status": group_of(sent.state, sent.progress)}).data)
    return data
