"""`/introductions/`: for the systems of partners, which bring buyers and read nothing else (reliability §5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.core.errors import Invalid
from salesops.intake.domain.answers import LONGEST
from salesops.intake.domain.introductions import GROUPS, group_of
from salesops.intake.models import Introduction
from salesops.intake.services.submit_introduction import submit_introduction
from salesops.web.api.bodies import StrictBody
from salesops.web.api.presenting import Presenter
from salesops.web.api.views import ApiView, Bodies, Scopes


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


class IntroductionsView(ApiView):
    """`/introductions/`. The key belongs to a person of the partner; each request names an `Idempotency-Key`."""

    scopes: ClassVar[Scopes] = {"POST": "intro:write"}
    bodies: ClassVar[Bodies] = {"POST": IntroductionFields}
    presenter = Presenter(IntroductionReceipt)

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
