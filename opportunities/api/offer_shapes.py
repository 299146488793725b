"""How offers, quotes and price books are shown over REST; amounts are left out without `deal:read.com`."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class OfferShape(Shape):
    """One version of a deal's offer; the newest number counts. `option` is the letter the customer chose."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    number = serializers.IntegerField()
    version = serializers.IntegerField()
    state = serializers.CharField()
    valid_until = serializers.DateField()
    created_by_id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    presented_by_id = serializers.IntegerField(allow_null=True)
    presented_at = serializers.DateTimeField(allow_null=True)
    option = serializers.CharField(source="selected_option.letter", allow_null=True)
    selected_at = serializers.DateTimeField(allow_null=True)
    confirmation_id = serializers.IntegerField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()


class OfferLineShape(Shape):
    """One line; `code` is empty for a custom item, recurring units are priced per year."""

    position = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    charge = serializers.CharField()
    quantity = serializers.CharField()
    unit_list = serializers.CharField()
    unit_net = serializers.CharField()
    unit_cost = serializers.CharField()


class OfferOptionShape(Shape):
    """One option with its lines and what it is worth; discounts and margins are percent."""

    letter = serializers.CharField()
    term_months = serializers.IntegerField()
    payment_days = serializers.IntegerField()
    is_split_payment = serializers.BooleanField()
    billing = serializers.CharField()
    lines = OfferLineShape(many=True)
    acv = serializers.CharField()
    tcv = serializers.CharField()
    discount = serializers.CharField()
    software_margin = serializers.CharField(allow_null=True)
    services_margin = serializers.CharField(allow_null=True)


class OfferTermsShape(Shape):
    """The commercial terms an approval binds itself to; fees are percent of the value."""

    currency = serializers.CharField()
    paper = serializers.CharField()
    clauses = serializers.ListField(child=serializers.CharField())
    channel = serializers.CharField()
    marketplace = serializers.CharField()
    marketplace_fee = serializers.CharField()
    partner_fee = serializers.CharField()
    legal_entity = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    scope = serializers.CharField()
    options = OfferOptionShape(many=True)


class LimitShape(Shape):
    """One limit of the approval: what was approved, what the offer says now."""

    key = serializers.CharField()
    name = serializers.CharField()
    approved = serializers.CharField()
    now = serializers.CharField()
    is_inside = serializers.BooleanField()


class CoverShape(Shape):
    """How the offer stands to its approval; computed at every request, never stored."""

    is_covered = serializers.BooleanField()
    is_needed = serializers.BooleanField()
    request_id = serializers.IntegerField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    limits = LimitShape(many=True)


class OfferPageShape(OfferShape):
    """One version with its terms, their SHA-256 and its cover."""

    fingerprint = serializers.CharField()
    terms = OfferTermsShape()
    cover = CoverShape()


class QuoteShape(Shape):
    """A quote: the PDF is the document's content, `fingerprint` the SHA-256 of the terms it was made from."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    number = serializers.CharField()
    offer_number = serializers.IntegerField(source="offer.number")
    option = serializers.CharField(source="option.letter")
    valid_until = serializers.DateField()
    issued_by_id = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    fingerprint = serializers.CharField()
    document_id = serializers.IntegerField()
    voided_at = serializers.DateTimeField(allow_null=True)
    voided_reason = serializers.CharField()


class PriceBookShape(Shape):
    """A price book; never edited, the newest of a currency counts from its day on."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    currency = serializers.CharField()
    valid_from = serializers.DateField()
    published_by_id = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    entries = serializers.ListField(source="listed_entries", child=serializers.DictField())
