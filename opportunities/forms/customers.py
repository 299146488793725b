"""The form with which a person says what kind of customer an account is."""

from __future__ import annotations

from django import forms

from opportunities.domain.customers import KINDS
from opportunities.forms.moves import day_field


class CustomerForm(forms.Form):
    """The kind, until when, and why."""

    kind = forms.ChoiceField(
        label="Customer type",
        choices=list(KINDS.items()),
        help_text="Paid usage without an agreement is told apart once usage is kept.",
    )
    until = day_field("Until", required=True, help_text="The last day it counts, at most a year ahead.")
    reason = forms.CharField(label="Reason", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
