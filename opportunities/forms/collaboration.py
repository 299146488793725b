"""Forms about collaboration requests."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.collaboration import KINDS, SHORTEST
from opportunities.forms.moves import area, day_field
from salesops.charter.functions import FUNCTIONS

AT_LEAST = f"At least {SHORTEST} characters"
People = list[tuple[str, list[tuple[str, str]]]]
BY_FUNCTION = [
    (
        function.label,
        [(kind.key, f"{kind.label}, {kind.business_days} bd") for kind in KINDS.values() if kind.function == key],
    )
    for key, function in FUNCTIONS.items()
]


class AskForm(forms.Form):
    """What is needed, by when, and from whom."""

    kind = forms.ChoiceField(label="What you need", choices=BY_FUNCTION)
    asked = forms.CharField(
        label="In words",
        max_length=4000,
        widget=area(4),
        help_text=f"What for, with whom, what should come of it. {AT_LEAST}.",
    )
    wished_on = day_field("Wished for", help_text="A wish. It is due in the business days of its kind.")
    responsible = forms.TypedChoiceField(
        label="Who",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="They become responsible. The owner stays accountable.",
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", "By rule: who acts for the deal, else the queue")
        self.fields["responsible"].choices = [nobody, *people]  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(
        label="Result",
        max_length=4000,
        widget=area(4),
        help_text=f"{AT_LEAST}. The owner reads it.",
    )


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=area(),
        help_text=f"{AT_LEAST}. Say what would help instead.",
    )


class WithdrawForm(forms.Form):
    """Why it is not needed any more, if there is more to say."""

    reason = forms.CharField(label="Reason", required=False, max_length=4000, widget=area())
