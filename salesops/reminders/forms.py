"""The small forms of reminders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from salesops.reminders.domain.rules import Lane
from salesops.reminders.services.set_rule import LaneWords


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


class RuleForm(forms.Form):
    """A rule as operations set it: on or off, and for each lane its offsets."""

    is_on = forms.BooleanField(label="Switched on", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lanes: Sequence[Lane], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = [line.to for line in lanes]
        for line in lanes:
            words = line.to.replace("_", " ")
            self.fields[f"{line.to}_on"] = forms.BooleanField(
                label=f"Tell the {words}", required=False, initial=line.is_on
            )
            self.fields[line.to] = forms.CharField(
                label="When", max_length=80, required=False, initial=", ".join(str(each) for each in line.at)
            )
            self.fields[f"{line.to}_every"] = forms.CharField(
                label="Then every", max_length=12, required=False, initial=str(line.every or "")
            )

    def words(self) -> list[LaneWords]:
        """Return the lanes as written."""
        data = self.cleaned_data
        return [LaneWords(to, data[to], data[f"{to}_every"], data[f"{to}_on"]) for to in self.to]

    @property
    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """Return each lane with its three fields."""
        return [(to.replace("_", " "), self[f"{to}_on"], self[to], self[f"{to}_every"]) for to in self.to]
