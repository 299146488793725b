"""The small forms of validation: evidence, effort, red flags, calls, verdicts."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.forms.moves import Choice, area, day_field
from qualification.models import CONFIRMED_KINDS, MARGIN_KINDS, SEVERITIES

CONDITION_ROWS = 4


class QuestionForm(forms.Form):
    """What pre-sales validation is asked."""

    question = forms.CharField(label="What should they look at?", required=False, max_length=2000, widget=area())


class EvidenceForm(forms.Form):
    """What a clearance rests on; `about` is the cause the person saw."""

    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    evidence = forms.CharField(
        label="Evidence", max_length=2000, widget=area(), help_text="What it rests on, and where it is."
    )


class CheckForm(forms.Form):
    """What was found about an assumption."""

    evidence = forms.CharField(
        label="Evidence", max_length=300, widget=area(2), help_text="What it rests on, and where it is."
    )


class EffortForm(forms.Form):
    """Days of work and the cost of one."""

    kind = forms.ChoiceField(label="Margin floor of", choices=MARGIN_KINDS)
    low = forms.DecimalField(label="Low, days", min_value=0, max_digits=7, decimal_places=1)
    likely = forms.DecimalField(label="Likely, days", min_value=0, max_digits=7, decimal_places=1)
    high = forms.DecimalField(label="High, days", min_value=0, max_digits=7, decimal_places=1)
    cost_per_day = forms.DecimalField(
        label="Cost of one day", min_value=0, max_digits=12, decimal_places=2, help_text="In the deal's currency."
    )


class ConfirmForm(forms.Form):
    """What is confirmed, and by what."""

    kind = forms.ChoiceField(label="What", choices=CONFIRMED_KINDS)
    name = forms.CharField(label="Name", max_length=120, help_text="A country by its two-letter code.")
    evidence = forms.CharField(label="Evidence", max_length=300, widget=area(2))


class ReasonForm(forms.Form):
    """Why something is taken back or taken on."""

    reason = forms.CharField(label="Why", max_length=2000, widget=area())


class FlagForm(forms.Form):
    """A red flag."""

    text = forms.CharField(label="Concern", max_length=200, help_text="In one sentence.")
    severity = forms.ChoiceField(label="Severity", choices=SEVERITIES, help_text="High adds a leadership review.")
    detail = forms.CharField(label="What it could cost", required=False, max_length=2000, widget=area(2))
    owner = forms.TypedChoiceField(label="Who sees to it", coerce=int)
    due_on = day_field("Until", required=True)

    def __init__(self, *args: Any, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """How a red flag was settled."""

    how = forms.CharField(label="How it was settled", max_length=2000, widget=area())


class CallForm(forms.Form):
    """A confidence call a customer asks for."""

    contact = forms.TypedChoiceField(label="Asked by", coerce=int)
    topic = forms.CharField(label="What they want to hear", max_length=200)

    def __init__(self, *args: Any, contacts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = contacts  # type: ignore[attr-defined]


class PlanCallForm(forms.Form):
    """When a call takes place."""

    planned_for = forms.DateTimeField(
        label="Starts",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="In your time zone.",
    )


class HeldCallForm(forms.Form):
    """Where a call was held, and what came of it."""

    activity = forms.TypedChoiceField(label="Logged as", coerce=int)
    outcome = forms.CharField(label="What came of it", max_length=2000, widget=area())

    def __init__(self, *args: Any, activities: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = activities  # type: ignore[attr-defined]


class ReviewerForm(forms.Form):
    """Who validates it instead."""

    reviewer = forms.TypedChoiceField(label="Reviewer", coerce=int)

    def __init__(self, *args: Any, reviewers: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = reviewers  # type: ignore[attr-defined]


class ClearForm(forms.Form):
    """A verdict without conditions."""

    note = forms.CharField(label="Note", required=False, max_length=2000, widget=area(2))


class BlockForm(forms.Form):
    """A verdict that stops the version."""

    note = forms.CharField(label="Why", max_length=2000, widget=area(), help_text="The owner reads this first.")


class ConditionsForm(forms.Form):
    """A verdict with conditions; a row without a text is left out."""

    note = forms.CharField(label="Note", required=False, max_length=2000, widget=area(2))

    def __init__(self, *args: Any, triggers: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index in range(CONDITION_ROWS):
            number = index + 1
            self.fields[f"text_{index}"] = forms.CharField(
                label=f"Condition {number}", required=index == 0, max_length=300, widget=area(2)
            )
            self.fields[f"becomes_{index}"] = forms.ChoiceField(
                label=f"Condition {number} becomes", choices=[("exclusion", "an exclusion"), ("risk", "a risk")]
            )
            self.fields[f"triggers_{index}"] = forms.MultipleChoiceField(
                label=f"Condition {number} settles",
                required=False,
                choices=triggers,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def condition_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each condition."""
        return [
            [self[f"{name}_{index}"] for name in ("text", "becomes", "triggers")] for index in range(CONDITION_ROWS)
        ]
