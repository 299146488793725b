"""The form that names a deputy."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.forms.moves import Choice, day_field


class DeputyForm(forms.Form):
    """Who decides for whom, from when to when, up to which limits."""

    approver = forms.TypedChoiceField(label="For", coerce=int)
    deputy = forms.TypedChoiceField(label="Deputy", coerce=int)
    starts_on = day_field("From", required=True)
    ends_on = day_field("Until, included", required=True)
    max_discount = forms.DecimalField(label="Discount up to, %", required=False, min_value=0, max_value=100)
    max_amount = forms.DecimalField(
        label="Amount up to", required=False, min_value=0, max_digits=14, help_text="In the reporting currency."
    )

    def __init__(self, *args: Any, approvers: Choice, deputies: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("approver", approvers), ("deputy", deputies)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
