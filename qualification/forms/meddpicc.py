"""Forms of MEDDPICC: assess a component, co-sign it, write down the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from opportunities.domain.kinds import SOURCE_CLASSES
from qualification.domain.details import DETAILS

LEVELS = [
    ("0", "0 Unknown: nothing"),
    ("1", "1 Identified: named, not verified"),
    ("2", "2 Confirmed: the customer said it"),
    ("3", "3 Validated: a second source or a document"),
]
Choice = list[tuple[str, str]]


class AssessForm(forms.Form):
    """A level with the evidence it rests on."""

    level = forms.TypedChoiceField(
        label="Level",
        coerce=int,
        widget=forms.RadioSelect,
        choices=LEVELS,
    )
    note = forms.CharField(
        label="What you know",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="At least 20 characters.",
    )
    source_class = forms.ChoiceField(label="Source", choices=SOURCE_CLASSES)
    contact_id = forms.ChoiceField(label="Who said it", required=False)
    activity_id = forms.ChoiceField(label="In which activity", required=False)
    document_id = forms.ChoiceField(label="On which document", required=False)
    link = forms.URLField(
        label="Link", required=False, assume_scheme="https", help_text="From level 2 on, one of the four is needed."
    )

    def __init__(self, *args: Any, contacts: Choice, activities: Choice, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("contact_id", contacts), ("activity_id", activities), ("document_id", documents)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """The rows behind a component, with room for two more; a row without text is left out."""

    def __init__(self, *args: Any, component: str, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index in range(count):
            name = f"{DETAILS[component][0]} {index + 1}"
            self.fields[f"text_{index}"] = forms.CharField(label=name, required=False, max_length=300)
            for column in DETAILS[component][1]:
                self.fields[f"{column}_{index}"] = _column_field(column)


def rows_of(data: Mapping[str, Any], component: str) -> list[dict[str, Any]]:
    """Give the rows that have a text, as the service takes them."""
    columns = DETAILS[component][1]
    indexes = [name.removeprefix("text_") for name, value in data.items() if name.startswith("text_") and value]
    return [{"text": data[f"text_{i}"], **{column: data[f"{column}_{i}"] for column in columns}} for i in indexes]


WORDS = {
    "owner_name": "Who does it",
    "approver": "Who approves",
    "baseline": "Today",
    "target": "Wanted",
    "unit": "Unit",
    "due_on": "By",
    "secured_on": "Agreed on",
    "weight": "Weight, 1 to 5",
}


def _column_field(column: str) -> forms.Field:
    if column in ("due_on", "secured_on"):
        return forms.DateField(
            label=WORDS[column], required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
        )
    if column == "weight":
        return forms.IntegerField(label=WORDS[column], required=False, min_value=1, max_value=5)
    return forms.CharField(
        label=WORDS[column], required=False, max_length=40 if column in ("baseline", "target", "unit") else 120
    )
