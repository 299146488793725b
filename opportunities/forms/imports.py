"""Forms of the import: the file, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opportunities.domain.mapping import DATE_FORMATS, REQUIRED, TARGETS

Choice = list[tuple[str, str]]
VALUE = "value__"


class UploadForm(forms.Form):
    """A file to import and the process its deals follow."""

    file = forms.FileField(label="File", help_text="CSV or XLSX, up to 10 MB and 50,000 rows. Row 1 names the columns.")
    process = forms.ChoiceField(label="Process")

    def __init__(self, *args: Any, processes: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].choices = processes  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """Columns, values, date format, and how strict to be.

    A field `value__product__GTXPro` says what that value of the file means here.
    """

    kind = forms.ChoiceField(label="How", widget=forms.RadioSelect)
    policy = forms.ChoiceField(
        label="If rows are bad",
        choices=[("all", "Import nothing until all are good"), ("skip", "Skip bad rows, import the good ones")],
        widget=forms.RadioSelect,
    )
    date_format = forms.ChoiceField(label="Dates in the file look like", required=False)
    source = forms.CharField(
        label="Name of the source", max_length=40, help_text="With the key it tells rows already here."
    )
    creates_accounts = forms.BooleanField(label="Create accounts that are missing", required=False)
    save_as = forms.CharField(label="Save this mapping as", max_length=60, required=False)

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        may_migrate: bool,
        unknown: Mapping[str, Sequence[str]],
        choices: Mapping[str, Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("guarded", "Through every gate, like a new deal")]
        if may_migrate:
            kinds.append(("migration", "Migration: place deals where they stood (operations)"))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        formats = [("", "Not confirmed yet"), *((name, name) for name in DATE_FORMATS)]
        self.fields["date_format"].choices = formats  # type: ignore[attr-defined]
        columns = [("", "–"), *((heading, heading) for heading in headings)]
        for target, (label, _) in TARGETS.items():
            is_needed = target in REQUIRED
            self.fields[f"column__{target}"] = forms.ChoiceField(label=label, choices=columns, required=is_needed)
        for target, values in unknown.items():
            for value in values:
                options = [("", "Leave as it is"), *choices.get(target, [])]
                label = f"{TARGETS[target][0]} “{value}” means"
                self.fields[f"{VALUE}{target}__{value}"] = forms.ChoiceField(
                    label=label, choices=options, required=False
                )

    def column_fields(self) -> list[Any]:
        """This function will return the fields that map columns."""
        return [self[name] for name in self.fields if name.startswith("column__")]

    def value_fields(self) -> list[Any]:
        """This function will return the fields that map values."""
        return [self[name] for name in self.fields if name.startswith(VALUE)]

    def mapping(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """This function will return the mapping the form describes, keeping earlier value mappings."""
        data = self.cleaned_data
        values = {target: dict(known) for target, known in before.get("values", {}).items()}
        for name, ours in data.items():
            if name.startswith(VALUE) and ours:
                target, value = name.removeprefix(VALUE).split("__", 1)
                values.setdefault(target, {})[value] = ours
        columns = {
            name.removeprefix("column__"): column
            for name, column in data.items()
            if name.startswith("column__") and column
        }
        return {
            "process": before["process"],
            "columns": columns,
            "values": values,
            "date_format": data["date_format"],
            "source": data["source"],
            "creates_accounts": data["creates_accounts"],
        }
