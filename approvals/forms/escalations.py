"""The forms of escalations."""

from __future__ import annotations

from django import forms

from approvals.models.escalation import SEVERITIES
from opportunities.forms.moves import area


class RaiseForm(forms.Form):
    """How urgent it is, and what it is about."""

    severity = forms.ChoiceField(label="Severity", choices=SEVERITIES, initial="medium")
    reason = forms.CharField(
        label="What it is about", max_length=4000, widget=area(4), help_text="At least 20 characters."
    )


class DecideForm(forms.Form):
    """What leadership decides."""

    decision = forms.CharField(
        label="Decision and why", max_length=4000, widget=area(4), help_text="At least 20 characters."
    )


class CloseForm(forms.Form):
    """Nothing but the word."""
