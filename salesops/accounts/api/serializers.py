"""How accounts, contacts and partners are shown and read over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS
from salesops.web.api.bodies import PatchBody, StrictBody, record_id


class AccountShape(serializers.Serializer[Any]):
    """An account. `annual_revenue` is in millions of US dollars."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    domain = serializers.CharField()
    country = serializers.CharField(source="country.code")
    subdivision = serializers.CharField()
    city = serializers.CharField()
    industry = serializers.ChoiceField(choices=INDUSTRIES, allow_blank=True)
    employees = serializers.IntegerField(allow_null=True)
    annual_revenue = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    year_established = serializers.IntegerField(allow_null=True)
    parent_id = serializers.IntegerField(allow_null=True)
    owner_id = serializers.IntegerField(allow_null=True)
    icp_fit = serializers.IntegerField(allow_null=True)
    icp_rule_version = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OwnerShape(serializers.Serializer[Any]):
    """The person an account or an opportunity belongs to."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AccountFields(StrictBody):
    """What may be said of an account."""

    name = serializers.CharField(max_length=200)
    domain = serializers.CharField(max_length=253, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    subdivision = serializers.CharField(max_length=6, required=False, allow_blank=True)
    city = serializers.CharField(max_length=120, required=False, allow_blank=True)
    industry = serializers.ChoiceField(choices=INDUSTRIES, required=False, allow_blank=True)
    employees = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False, allow_null=True)
    annual_revenue = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    year_established = serializers.IntegerField(min_value=1000, max_value=9999, required=False, allow_null=True)
    parent_id = record_id(required=False, allow_null=True)
    owner_id = record_id(required=False, allow_null=True)


class AccountPatch(PatchBody, AccountFields):
    """The values of an account to change."""


class MergeBody(StrictBody):
    """Which record is absorbed, and why the two are the same."""

    absorbed_id = record_id()
    reason = serializers.CharField(min_length=10, max_length=300)


class UnmergeBody(StrictBody):
    """Which merge to undo."""

    merge_id = record_id()


class MergeShape(serializers.Serializer[Any]):
    """A merge of two records."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    kept_id = serializers.IntegerField()
    absorbed_id = serializers.IntegerField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    by_id = serializers.IntegerField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class ContactShape(serializers.Serializer[Any]):
    """A contact without the personal data that needs the scope person:read."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    account_id = serializers.IntegerField()
    title = serializers.CharField()
    persona = serializers.ChoiceField(choices=PERSONAS, allow_blank=True)
    left_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class PersonalContactShape(ContactShape):
    """A contact in full."""

    name = serializers.CharField()
    email = serializers.EmailField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class ContactFields(StrictBody):
    """What may be said of a contact."""

    account_id = record_id()
    name = serializers.CharField(max_length=160)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    persona = serializers.ChoiceField(choices=PERSONAS, required=False, allow_blank=True)


class ContactPatch(PatchBody, ContactFields):
    """The values of a contact to change."""


class PositionShape(serializers.Serializer[Any]):
    """One position of a contact's history."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    title = serializers.CharField()
    persona = serializers.CharField()
    from_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField(allow_null=True)


class PartnerPapersShape(serializers.Serializer[Any]):
    """A partner with its papers, without the fee that needs the scope deal:read.com; days count inclusively."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    domain = serializers.CharField()
    manager_id = serializers.IntegerField(allow_null=True)
    nda_from = serializers.DateField(allow_null=True)
    nda_to = serializers.DateField(allow_null=True)
    nda_link = serializers.CharField()
    agreement_from = serializers.DateField(allow_null=True)
    agreement_to = serializers.DateField(allow_null=True)
    agreement_link = serializers.CharField()


class PartnerShape(PartnerPapersShape):
    """A partner in full."""

    fee_percent = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    fee_terms = serializers.CharField()


class PartnerFields(StrictBody):
    """What may be said of a partner."""

    name = serializers.CharField(max_length=160)
    domain = serializers.CharField(max_length=253, required=False, allow_blank=True)
    manager_id = record_id(required=False, allow_null=True)
    nda_from = serializers.DateField(required=False, allow_null=True)
    nda_to = serializers.DateField(required=False, allow_null=True)
    nda_link = serializers.CharField(max_length=500, required=False, allow_blank=True)
    agreement_from = serializers.DateField(required=False, allow_null=True)
    agreement_to = serializers.DateField(required=False, allow_null=True)
    agreement_link = serializers.CharField(max_length=500, required=False, allow_blank=True)
    fee_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False, allow_null=True
    )
    fee_terms = serializers.CharField(max_length=400, required=False, allow_blank=True)


class PartnerPatch(PatchBody, PartnerFields):
    """The values of a partner to change."""
