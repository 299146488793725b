"""The forms of escalations."""

from __future__ import annotations

from typing import Any

from django import forms

from approvals.models.escalation import SEVERITIES
from opportunities.forms.moves import Choice, area


class RaiseForm(forms.Form):
    """How urgent it is, and what it is about."""

    severity = forms.ChoiceField(label="Severity", choices=SEVERITIES, initial="medium")
    reason = forms.CharField(
        label="What it is about", max_length=4000, widget=area(4), help_text="At least 20 characters."
    )


class AssignForm(forms.Form):
    """Whom it is put to."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    leader = forms.ChoiceField(label="Put it to")

    def __init__(self, *args: Any, leaders: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = [("", "Choose a person"), *leaders]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What leadership decides."""

    decision = forms.CharField(
        label="Decision and why", max_length=4000, widget=area(4), help_text="At least 20 characters."
    )


class CloseForm(forms.Form):
    """Nothing but the word."""
