"""Forms about accounts and contacts; every rule stays in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django_countries import countries

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS

Choice = list[tuple[str, str]]


class AccountForm(forms.Form):
    """What is known of an account."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=200)
    domain = forms.CharField(
        label="Web domain", required=False, max_length=253, help_text="For example halden.example."
    )
    country = forms.ChoiceField(label="Country", required=False)
    subdivision = forms.CharField(label="State or region code", required=False, max_length=6, help_text="Like US-CA.")
    city = forms.CharField(label="City", required=False, max_length=120)
    industry = forms.ChoiceField(label="Industry", required=False, choices=[("", "–"), *INDUSTRIES])
    employees = forms.IntegerField(label="Employees", required=False, min_value=0, max_value=2_147_483_647)
    annual_revenue = forms.DecimalField(
        label="Annual revenue, million USD", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    year_established = forms.IntegerField(label="Founded", required=False, min_value=0, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """What is known of a person at an account."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=160)
    title = forms.CharField(label="Title", required=False, max_length=120)
    persona = forms.ChoiceField(label="Persona", required=False, choices=[("", "–"), *PERSONAS])
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Phone", required=False, max_length=40)


class MergeForm(forms.Form):
    """Which record goes into the one looked at, and why."""

    absorbed_id = forms.ChoiceField(label="Duplicate to merge into it")
    reason = forms.CharField(label="Reason", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, others: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absorbed_id"].choices = others  # type: ignore[attr-defined]
