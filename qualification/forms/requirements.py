"""Forms of requirements, their groups, the security path and questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from opportunities.domain.kinds import SOURCE_CLASSES
from opportunities.forms.moves import Choice, area, day_field
from qualification.domain.requirements import KINDS, QUESTION_KINDS, STATES
from qualification.services.write_security_path import NewStep


class RequirementForm(forms.Form):
    """What the customer requires, and of which kind it is."""

    kind = forms.ChoiceField(label="Kind", choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(label="They require", max_length=300, help_text="One thing that can be shown to hold.")


class JudgeForm(forms.Form):
    """A word on a requirement with what it rests on."""

    state = forms.ChoiceField(label="It is", choices=STATES, widget=forms.RadioSelect)
    note = forms.CharField(label="What shows it", max_length=4000, widget=area(), help_text="At least 20 characters.")
    source_class = forms.ChoiceField(label="Source", choices=SOURCE_CLASSES)
    contact_id = forms.ChoiceField(label="Who said it", required=False)
    activity_id = forms.ChoiceField(label="In which activity", required=False)
    document_id = forms.ChoiceField(label="On which document", required=False)
    link = forms.URLField(
        label="Link", required=False, assume_scheme="https", help_text="To validate, one of the four is needed."
    )

    def __init__(self, *args: Any, contacts: Choice, activities: Choice, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("contact_id", contacts), ("activity_id", activities), ("document_id", documents)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class AlignForm(forms.Form):
    """Why a group matches."""

    note = forms.CharField(
        label="Why it matches",
        max_length=4000,
        widget=area(),
        help_text="Who agreed, and where. At least 20 characters.",
    )


class UnalignForm(forms.Form):
    """Why a group does not match any more."""

    reason = forms.CharField(label="Reason", max_length=4000, widget=area(), help_text="At least 20 characters.")


class SecurityPathForm(forms.Form):
    """The steps to the clearance, with room for two more; an empty row is left out."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index in range(count):
            self.fields[f"text_{index}"] = forms.CharField(label=f"Step {index + 1}", required=False, max_length=300)
            self.fields[f"owner_name_{index}"] = forms.CharField(label="Who does it", required=False, max_length=120)
            self.fields[f"due_on_{index}"] = day_field("By")

    def clean(self) -> dict[str, Any]:
        """Ask for the day of every step that is written down."""
        data: dict[str, Any] = super().clean() or {}
        for name, text in list(data.items()):
            index = name.removeprefix("text_")
            if name.startswith("text_") and text and not data.get(f"due_on_{index}"):
                self.add_error(f"due_on_{index}", "By which day?")
            if name.startswith("text_") and text and not data.get(f"owner_name_{index}"):
                self.add_error(f"owner_name_{index}", "Who does it?")
        return data


def steps_of(data: Mapping[str, Any]) -> list[NewStep]:
    """Give the rows that have a text, as the service takes them."""
    indexes = [name.removeprefix("text_") for name, value in data.items() if name.startswith("text_") and value]
    return [NewStep(data[f"text_{i}"], data[f"owner_name_{i}"], data[f"due_on_{i}"]) for i in indexes]


class QuestionForm(forms.Form):
    """What somebody of the customer wants to know."""

    kind = forms.ChoiceField(label="Kind", choices=QUESTION_KINDS, widget=forms.RadioSelect)
    text = forms.CharField(label="Question", max_length=4000, widget=area(), help_text="In their words.")
    contact = forms.TypedChoiceField(label="Asked by", coerce=int)

    def __init__(self, *args: Any, contacts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = contacts  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What they were answered."""

    answer = forms.CharField(label="Answer", max_length=4000, widget=area(4), help_text="As it was given to them.")
