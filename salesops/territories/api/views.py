"""`/territories/resolve/`: whose an account or an address is, with the reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.core.errors import Invalid
from salesops.territories.domain.geography import Place
from salesops.territories.domain.resolving import DOUBLE, GAP, OVERLAP, OWNED, VACANT, Resolution
from salesops.territories.domain.segments import SEGMENTS
from salesops.territories.queries import day_of, explain_account, resolve
from salesops.territories.queries.pages import require_reader
from salesops.web.api.bodies import StrictBody, record_id
from salesops.web.api.views import Answers, ApiView, Bodies, Scopes


class ResolveBody(StrictBody):
    """An account, or an address with the size of the company; `on` is a day, today without it."""

    account_id = record_id(required=False)
    country = serializers.CharField(required=False, max_length=2)
    subdivision = serializers.CharField(required=False, allow_blank=True, max_length=6)
    postal_code = serializers.CharField(required=False, allow_blank=True, max_length=12)
    county = serializers.CharField(required=False, allow_blank=True, max_length=60)
    city = serializers.CharField(required=False, allow_blank=True, max_length=120)
    employees = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10_000_000)
    on = serializers.DateField(required=False)


class CandidateShape(serializers.Serializer[Any]):
    """A rule that covers the address, and what became of it."""

    rule_id = serializers.IntegerField()
    territory = serializers.CharField()
    where = serializers.CharField()
    segments = serializers.CharField()
    fate = serializers.ChoiceField(choices=["wins", "beaten", "tied"])


class ResolutionShape(serializers.Serializer[Any]):
    """Whose it is; a person's id is null where nobody is meant. A temporary owner is the regional VP, ≤ 30 days."""

    verdict = serializers.ChoiceField(choices=[OWNED, GAP, VACANT, OVERLAP, DOUBLE])
    explanation = serializers.CharField()
    day = serializers.DateField()
    segment = serializers.ChoiceField(choices=list(SEGMENTS))
    node = serializers.CharField()
    theatre = serializers.CharField()
    plan = serializers.IntegerField(allow_null=True)
    territory_id = serializers.IntegerField(allow_null=True)
    territory = serializers.CharField()
    owner_id = serializers.IntegerField(allow_null=True)
    sdr_id = serializers.IntegerField(allow_null=True)
    rule_id = serializers.IntegerField(allow_null=True)
    is_temporary = serializers.BooleanField()
    candidates = CandidateShape(many=True)


class ResolveView(ApiView):
    """`/territories/resolve/`."""

    scopes: ClassVar[Scopes] = {"POST": "account:read"}
    bodies: ClassVar[Bodies] = {"POST": ResolveBody}
    answers: ClassVar[Answers] = {"POST": ResolutionShape}
    created_methods: ClassVar[frozenset[str]] = frozenset()

    def post(self, request: Request) -> Response:
        """This function will say whose an account or an address is, and why. Nothing is stored."""
        require_reader(self.actor)
        return Response(ResolutionShape(self._resolve(self.read_body(request))).data)

    def _resolve(self, asked: dict[str, Any]) -> Resolution:
        day = asked.get("on") or day_of(timezone.now())
        if "account_id" in asked:
            return explain_account(self.actor, asked["account_id"], day)[1]
        if not asked.get("country"):
            raise Invalid({"country": ["Name a country of two letters, or an account_id."]})
        parts = {name: asked.get(name, "") for name in ("subdivision", "postal_code", "county", "city")}
        return resolve(Place(asked["country"].upper(), **parts), asked.get("employees"), day)
