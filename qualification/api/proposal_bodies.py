"""What is sent about a proposal over REST: every field declared, nothing else taken."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from qualification.domain.proposal import (
    LONGEST_LIST,
    LONGEST_TEXT,
    SPECIAL_TERMS,
    THIRD_PARTIES,
    ProposalTerms,
    ScopeItem,
    SpecialTerm,
    ThirdParty,
)
from qualification.domain.triggers import ROUTES, TRIGGER_BY_KEY
from qualification.models import MARGIN_KINDS
from qualification.services.check_assumption import STATES
from salesops.web.api.bodies import StrictBody, record_id

LONGEST_CAUSES, LONGEST_EVIDENCE = 60_000, 2_000
LONGEST_NAME, LONGEST_KIND = 120, 80


A_PROPOSAL = {
    "items": [{"text": "Nightly jobs on our platform", "deliverable": "platform"}],
    "assumptions": ["The readers keep their kernel"],
    "exclusions": ["Fines of the schemes"],
    "processor": "Nets",
    "tools": ["Reader R2"],
    "places": ["NO"],
    "go_live_on": "2027-06-01",
    "special_terms": [{"kind": "free_work", "text": "Two weeks without a fee"}],
}
A_CLEARANCE = {
    "trigger": "T03",
    "route": "psv",
    "about": "Reader R2",
    "evidence": "Datasheet of the vendor, page 14",
}


def _lines(child: serializers.Field[Any, Any, Any, Any] | None = None) -> serializers.ListField:
    line = child or serializers.CharField(max_length=LONGEST_TEXT)
    return serializers.ListField(child=line, max_length=LONGEST_LIST, required=False, default=list)


class ScopeItemBody(StrictBody):
    """One thing we will deliver."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    deliverable = serializers.CharField(max_length=LONGEST_KIND, allow_blank=True, required=False, default="")
    is_custom = serializers.BooleanField(required=False, default=False)


class ThirdPartyBody(StrictBody):
    """Somebody the work depends on; `document_id` is their written commitment, filed with the opportunity."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(choices=THIRD_PARTIES)
    document_id = record_id(allow_null=True, required=False, default=None)


class SpecialTermBody(StrictBody):
    """What is not standard."""

    kind = serializers.ChoiceField(choices=SPECIAL_TERMS)
    text = serializers.CharField(max_length=LONGEST_TEXT)


@extend_schema_serializer(examples=[OpenApiExample("A first version", A_PROPOSAL, request_only=True)])
class ProposalBody(StrictBody):
    """The whole proposal; what is left out is empty. `places` are ISO country codes."""

    items = serializers.ListField(child=ScopeItemBody(), max_length=LONGEST_LIST)
    assumptions = _lines()
    exclusions = _lines()
    risks = _lines()
    processor = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True, required=False, default="")
    tools = _lines()
    third_parties = _lines(ThirdPartyBody())
    places = _lines(serializers.RegexField(r"^[A-Z]{2}$"))
    schemes = _lines()
    go_live_on = serializers.DateField(allow_null=True, required=False, default=None)
    special_terms = _lines(SpecialTermBody())


def terms_of(given: dict[str, Any]) -> ProposalTerms:
    """This function will turn a body that was read into terms."""
    rows = {"items": ScopeItem, "third_parties": ThirdParty, "special_terms": SpecialTerm}
    made = {name: tuple(kind(**each) for each in given[name]) for name, kind in rows.items()}
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return ProposalTerms(**(given | lists | made))


@extend_schema_serializer(examples=[OpenApiExample("A tool was checked", A_CLEARANCE, request_only=True)])
class ClearanceBody(StrictBody):
    """A trigger to clear on one route. `about` is what it fires for, word for word as it was read."""

    trigger = serializers.ChoiceField(choices=sorted(TRIGGER_BY_KEY))
    route = serializers.ChoiceField(choices=list(ROUTES))
    about = serializers.CharField(max_length=LONGEST_CAUSES, trim_whitespace=False)
    evidence = serializers.CharField(max_length=LONGEST_EVIDENCE)


class AssumptionCheckBody(StrictBody):
    """What was found about an assumption of the proposal, named by its words; `open` opens it again."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    state = serializers.ChoiceField(choices=STATES)
    evidence = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, required=False, default="")


class EstimateBody(StrictBody):
    """Days of work, and what one costs in the opportunity's currency; `kind` says which margin floor counts."""

    kind = serializers.ChoiceField(choices=[key for key, _ in MARGIN_KINDS])
    low = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0)
    likely = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0)
    high = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0)
    cost_per_day = serializers.DecimalField(max_digits=11, decimal_places=2, min_value=0)
