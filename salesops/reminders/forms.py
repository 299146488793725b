"""The small forms of reminders."""

from __future__ import annotations

from typing import Any

from django import forms


class SnoozeForm(forms.Form):
    """Until when, and why it can wait."""

    until = forms.ChoiceField(label="Put off until", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why it can wait",
        max_length=200,
        help_text="Who else has it reads this.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, days: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["until"]
        choice.choices = days
        choice.initial = days[0][0]


class DoneForm(forms.Form):
    """Nothing to say: done."""
