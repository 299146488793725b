"""Forms of the moves: send back, skip, lose, reopen, take back a win."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.kinds import LOSS_REASONS, OUTCOME_CLASSES

Choice = list[tuple[str, str]]


def area(rows: int = 3) -> forms.Textarea:
    """This function will make a text area of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """This function will make a date field the browser knows."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class ReasonForm(forms.Form):
    """A reason and nothing else."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=area(), help_text="Kept with the move, for ever.")


class HoldoverForm(ReasonForm):
    """Whether a deal goes to its territory now, or stays for good."""

    what = forms.ChoiceField(
        label="The deal", choices=[("move", "Goes to its territory now"), ("keep", "Stays with who works it")]
    )
    field_order = ("what", "reason")


class TargetForm(ReasonForm):
    """A stage to go to, and why."""

    to = forms.ChoiceField(label="To")
    field_order = ("to", "reason")

    def __init__(self, *args: Any, stages: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = stages  # type: ignore[attr-defined]


class LoseForm(forms.Form):
    """How a deal ended without us."""

    outcome_class = forms.ChoiceField(label="Outcome", choices=OUTCOME_CLASSES)
    reason = forms.ChoiceField(label="Main reason", choices=[("", "Choose a reason"), *LOSS_REASONS])
    detail = forms.CharField(
        label="What happened",
        required=False,
        max_length=4000,
        widget=area(),
        help_text="At least 30 characters from 25,000 up.",
    )
    competitor = forms.CharField(label="Competitor", required=False, max_length=120)
    reengage_on = day_field("Try again on")
    is_reengage_never = forms.BooleanField(label="Never try again", required=False)
    merged_into = forms.IntegerField(
        label="Number of the deal that goes on", required=False, help_text="For duplicates and merged deals."
    )


class ReengageDateForm(forms.Form):
    """The day to try a lost customer again, or that there is none."""

    on = day_field("Try again on")
    is_never = forms.BooleanField(label="Never try again", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not given.get("on") and not given.get("is_never") and "on" not in self.errors:
            self.add_error("on", "Choose a day, or say never.")
        return given


class VoidForm(ReasonForm):
    """Why a win is taken back, and who stands in for it as the second person."""

    second_person_id = forms.ChoiceField(label="Second person", help_text="Finance and operations do this together.")
    field_order = ("second_person_id", "reason")

    def __init__(self, *args: Any, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second_person_id"].choices = people  # type: ignore[attr-defined]
