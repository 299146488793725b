"""What is sent about offers and price books over REST: every field declared, nothing else taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from opportunities.domain.offer_words import BILLING, CHANNELS, CHARGES, CLAUSES, KINDS, MARKETPLACES, PAPER
from opportunities.domain.offer_writing import LineInput, OptionInput, TermsInput
from opportunities.services.publish_price_book import EntryInput
from salesops.web.api.bodies import StrictBody, record_id

MOST_LINES, MOST_ENTRIES = 40, 2_000


def _money(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, **more)


def _percent() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, default=Decimal(0)
    )


class LineBody(StrictBody):
    """A line by its `code` in the price book, or a custom item with its own name and prices."""

    code = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    quantity = serializers.DecimalField(max_digits=10, decimal_places=2, required=False, default=Decimal(1))
    unit_net = _money()
    name = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    detail = serializers.CharField(max_length=160, allow_blank=True, required=False, default="")
    kind = serializers.ChoiceField(choices=KINDS, required=False, default="services")
    charge = serializers.ChoiceField(choices=CHARGES, required=False, default="one_time")
    unit_list = _money(required=False, default=Decimal(0))
    unit_cost = _money(required=False, default=Decimal(0))


class OptionBody(StrictBody):
    """One option whole: its lines replace those there were."""

    letter = serializers.CharField(max_length=1)
    term_months = serializers.IntegerField(min_value=1, max_value=120)
    payment_days = serializers.IntegerField(min_value=0, max_value=365, required=False, default=30)
    billing = serializers.ChoiceField(choices=BILLING, required=False, default="annual")
    is_split_payment = serializers.BooleanField(required=False, default=False)
    lines = serializers.ListField(child=LineBody(), max_length=MOST_LINES)


AN_OFFER = {
    "currency": "USD",
    "valid_until": "2027-01-15",
    "legal_entity": "Fjordline Telecom AS",
    "option": {
        "letter": "A",
        "term_months": 36,
        "lines": [{"code": "QRY-10", "quantity": "16.00", "unit_net": "6300.00"}],
    },
}


@extend_schema_serializer(examples=[OpenApiExample("Ten percent off", AN_OFFER, request_only=True)])
class OfferBody(StrictBody):
    """The terms all options share, and one option."""

    currency = serializers.RegexField(r"^[A-Z]{3}$")
    valid_until = serializers.DateField()
    paper = serializers.ChoiceField(choices=PAPER, required=False, default="ours")
    clauses = serializers.ListField(
        child=serializers.ChoiceField(choices=CLAUSES), max_length=len(CLAUSES), required=False, default=list
    )
    channel = serializers.ChoiceField(choices=CHANNELS, required=False, default="direct_signature")
    marketplace = serializers.ChoiceField(
        choices=[("", "None"), *MARKETPLACES], allow_blank=True, required=False, default=""
    )
    marketplace_fee = _percent()
    partner_fee = _percent()
    legal_entity = serializers.CharField(max_length=160, allow_blank=True, required=False, default="")
    option = OptionBody(required=False)


class NewOfferBody(StrictBody):
    """Which version to start from; nothing begins an empty offer."""

    copy_of = serializers.IntegerField(min_value=1, max_value=32_000, required=False, allow_null=True, default=None)


class NewOptionBody(StrictBody):
    """The option to copy."""

    copy_of = serializers.CharField(max_length=1)


class ChoiceBody(StrictBody):
    """What the customer chose, and the filed document that says so."""

    option = serializers.CharField(max_length=1)
    document_id = record_id()


class OfferWithdrawalBody(StrictBody):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=200)


class EntryBody(StrictBody):
    """One thing we sell; a recurring unit is priced per year."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=120)
    detail = serializers.CharField(max_length=160, allow_blank=True, required=False, default="")
    kind = serializers.ChoiceField(choices=KINDS)
    charge = serializers.ChoiceField(choices=CHARGES)
    unit_list = _money()
    unit_cost = _money()


class PriceBookBody(StrictBody):
    """A whole price book."""

    name = serializers.CharField(max_length=120)
    currency = serializers.RegexField(r"^[A-Z]{3}$")
    valid_from = serializers.DateField()
    entries = serializers.ListField(child=EntryBody(), max_length=MOST_ENTRIES)


def terms_of(given: dict[str, Any]) -> TermsInput:
    """Turn the body into terms."""
    shared = {name: value for name, value in given.items() if name not in ("option", "clauses")}
    return TermsInput(**shared, clauses=tuple(given["clauses"]))


def option_of(given: dict[str, Any]) -> OptionInput | None:
    """Turn the body's option into one with its lines, where it names one."""
    option = given.get("option")
    if option is None:
        return None
    return OptionInput(**{**option, "lines": tuple(LineInput(**line) for line in option["lines"])})


def entries_of(given: dict[str, Any]) -> list[EntryInput]:
    """Turn the body's entries into what the service takes."""
    return [EntryInput(**entry) for entry in given["entries"]]
