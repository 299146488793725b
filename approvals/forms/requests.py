"""The forms of asking: the justification, and taking a request back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from approvals.domain.kinds import KINDS
from approvals.domain.lifecycle import LABELS, WORDS, Justification
from opportunities.forms.moves import Choice, area, day_field


class JustificationForm(forms.Form):
    """Why the answer should be yes; every part is mandatory."""

    what = forms.CharField(label=LABELS["what"], max_length=300, help_text="In a line, with the number that matters.")
    why = forms.CharField(
        label=LABELS["why"], max_length=4000, widget=area(), help_text=f"At least {WORDS} characters."
    )
    give_get = forms.CharField(label=LABELS["give_get"], max_length=4000, widget=area(2))
    expectation = forms.CharField(label=LABELS["expectation"], max_length=4000, widget=area(2))
    alternatives = forms.CharField(label=LABELS["alternatives"], max_length=4000, widget=area(2))
    needed_by = day_field("Needed by", required=True)

    def justification(self) -> Justification:
        """Give what was typed, as the service takes it."""
        return justification_of(self.cleaned_data)


class RequestForm(JustificationForm):
    """What kind of approval, about which version of the offer, and why."""

    kind = forms.ChoiceField(label="Kind", choices=[(kind.key, kind.label) for kind in KINDS.values()])
    offer_number = forms.TypedChoiceField(label="Offer", coerce=int, empty_value=None, required=False)
    field_order = ("kind", "offer_number", *LABELS, "needed_by")

    def __init__(self, *args: Any, offers: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer_number"].choices = [("", "Not about an offer"), *offers]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a request is taken back."""

    reason = forms.CharField(label="Why", required=False, max_length=300, widget=area(2))


class VerdictForm(forms.Form):
    """A verdict on the terms that were shown."""

    verdict = forms.ChoiceField(choices=[("approve", ""), ("return", ""), ("reject", "")])
    seen_fingerprint = forms.CharField(max_length=64)
    comment = forms.CharField(max_length=4000, required=False)


def justification_of(data: Mapping[str, Any]) -> Justification:
    """Give the justification among what was typed."""
    return Justification(**{name: data[name] for name in (*LABELS, "needed_by")})
