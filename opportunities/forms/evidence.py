"""Forms of what people put their name to: evidence, waivers, milestones."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.kinds import SOURCE_CLASSES
from opportunities.forms.moves import Choice, area


class AttestForm(forms.Form):
    """Evidence for a criterion: words, a source, and one thing to look at."""

    criterion_id = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = forms.CharField(
        label="What was said or seen",
        max_length=4000,
        widget=area(),
        help_text="At least 20 characters, in their words.",
    )
    source_class = forms.ChoiceField(label="Source", choices=SOURCE_CLASSES)
    contact_id = forms.ChoiceField(label="Who said it", required=False)
    activity_id = forms.ChoiceField(label="In which activity", required=False)
    document_id = forms.ChoiceField(label="On which document", required=False)
    link = forms.URLField(label="Link", required=False, assume_scheme="https", help_text="One of the four is needed.")

    def __init__(self, *args: Any, contacts: Choice, activities: Choice, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("contact_id", contacts), ("activity_id", activities), ("document_id", documents)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Why a criterion is let through."""

    criterion_id = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=area(),
        help_text="At least 20 characters. It stays visible on the deal.",
    )


class TakeBackForm(forms.Form):
    """Why a waiver is lifted or evidence withdrawn."""

    criterion_id = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=area(),
        help_text="At least 20 characters. What was recorded before stays in the history.",
    )


class MilestoneForm(forms.Form):
    """A win on the way, with its evidence."""

    key = forms.ChoiceField(label="Milestone")
    evidence = forms.CharField(
        label="Evidence", max_length=4000, widget=area(), help_text="Who accepted what, when. At least 20 characters."
    )

    def __init__(self, *args: Any, milestones: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = milestones  # type: ignore[attr-defined]
