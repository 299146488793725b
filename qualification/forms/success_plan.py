"""The form of the success plan: its texts and dates, the customer's people, and one row for each criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from opportunities.forms.moves import Choice, area, day_field
from qualification.domain.meddpicc import COMPONENTS
from qualification.domain.success_plan import CATEGORIES, PRIORITIES, SIGNS, Participant, PlanCriterion, PlanTerms

TEXTS: dict[str, tuple[str, int, str]] = {
    "objective": ("Objective", 2, "What both sides want to know at the end."),
    "use_case": ("Use case", 1, ""),
    "in_scope": ("In scope", 2, ""),
    "out_of_scope": ("Out of scope", 2, ""),
    "environment": ("Environment", 1, "Where it runs."),
    "infosec": ("Security and data access", 2, ""),
    "our_people": ("Our people and what they do", 2, ""),
    "checkpoints": ("Checkpoints", 1, ""),
    "readout_audience": ("Readout to", 1, ""),
    "decision_rule": ("Decision rule", 2, "If all musts pass, the customer will …"),
    "next_step": ("Next commercial step", 1, ""),
}
REQUIRED = ("objective", "use_case", "in_scope", "decision_rule", "next_step")
COLUMNS = ("key", "text", "category", "priority", "metric", "unit", "direction", "baseline", "target")
SPARE_CRITERIA, SPARE_PEOPLE, MOST_ROWS = 3, 2, 40


class SuccessPlanForm(forms.Form):
    """The plan, begun from version `number`. A criterion without a text and a person not chosen are left out."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts_on = day_field("Start", required=True, help_text="30 days at most.")
    ends_on = day_field("End", required=True)
    readout_on = day_field("Readout", required=True)

    def __init__(self, *args: Any, contacts: Choice, criteria: int, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, rows, help_text) in TEXTS.items():
            widget = forms.TextInput() if rows == 1 else area(rows)
            self.fields[name] = forms.CharField(
                label=label, required=name in REQUIRED, max_length=2000, widget=widget, help_text=help_text
            )
        self.counts = {"criteria": min(criteria, MOST_ROWS), "people": min(people, MOST_ROWS)}
        for index in range(self.counts["people"]):
            self.fields |= _person_fields(index, contacts)
        for index in range(self.counts["criteria"]):
            self.fields |= _criterion_fields(index)

    @property
    def opening(self) -> list[forms.BoundField]:
        """The texts that say what is proved."""
        return [self[name] for name in ("objective", "use_case", "environment", "in_scope", "out_of_scope")]

    @property
    def days(self) -> list[forms.BoundField]:
        """The dates."""
        return [self[name] for name in ("starts_on", "ends_on", "readout_on")]

    @property
    def terms_texts(self) -> list[forms.BoundField]:
        """The texts that say how it is run and what follows."""
        names = ("our_people", "infosec", "checkpoints", "readout_audience", "decision_rule", "next_step")
        return [self[name] for name in names]

    @property
    def criterion_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the criteria, row by row."""
        return [[self[f"{name}_{index}"] for name in COLUMNS] for index in range(self.counts["criteria"])]

    @property
    def people_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the participants, row by row."""
        names = ("person", "duty", "committed")
        return [[self[f"{name}_{index}"] for name in names] for index in range(self.counts["people"])]


def initial_of(terms: PlanTerms) -> dict[str, Any]:
    """Give what the form starts with: the terms there are."""
    values: dict[str, Any] = {name: getattr(terms, name) for name in (*TEXTS, "starts_on", "ends_on", "readout_on")}
    for index, each in enumerate(terms.criteria):
        values |= {f"{name}_{index}": value for name, value in asdict(each).items()}
    for index, person in enumerate(terms.participants):
        values |= {f"person_{index}": str(person.contact_id), f"duty_{index}": person.duty}
        values[f"committed_{index}"] = person.is_committed
    return values


def terms_of(data: Mapping[str, Any], names: Mapping[int, str], champions: Iterable[int]) -> PlanTerms:
    """Turn the form's values into terms; who is a champion is known from the deal, not from the form."""
    signing = set(champions)
    people = [
        Participant(pk, names.get(pk, ""), data[f"duty_{index}"], pk in signing, data[f"committed_{index}"])
        for index, pk in _filled(data, "person")
    ]
    days: dict[str, date] = {name: data[name] for name in ("starts_on", "ends_on", "readout_on")}
    texts: dict[str, str] = {name: data[name].strip() for name in TEXTS}
    return PlanTerms(participants=tuple(people), criteria=_criteria(data), **days, **texts)  # type: ignore[arg-type]


def _criteria(data: Mapping[str, Any]) -> tuple[PlanCriterion, ...]:
    found: list[PlanCriterion] = []
    rows = _filled(data, "text")
    taken = {data[f"key_{index}"] for index, _ in rows}
    for index, text in rows:
        given = {name: str(data[f"{name}_{index}"]).strip() for name in COLUMNS}
        key = given["key"] or _new_key(text, taken | {each.key for each in found})
        metric = _metric_of(given["metric"]) if given["category"] == "relationship" else given["metric"]
        found.append(PlanCriterion(**(given | {"key": key, "metric": metric})))
    return tuple(found)


def _filled(data: Mapping[str, Any], column: str) -> list[tuple[int, Any]]:
    rows = [(int(name.rpartition("_")[2]), value) for name, value in data.items() if name.startswith(f"{column}_")]
    return [(index, int(value) if column == "person" else value) for index, value in rows if value]


def _new_key(text: str, taken: set[str]) -> str:
    base = slugify(text)[:32].strip("-") or "criterion"
    return next(key for key in [base, *(f"{base}-{n}" for n in range(2, MOST_ROWS + 2))] if key not in taken)


def _metric_of(text: str) -> str:
    wanted = text.strip().lower()
    return next((each.key for each in COMPONENTS if wanted in (each.key, each.label.lower())), text)


def _words(label: str, length: int, index: int) -> forms.CharField:
    widget = forms.TextInput(attrs={"aria-label": f"{label}, criterion {index + 1}"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)


def _choice(label: str, choices: Choice, index: int) -> forms.ChoiceField:
    widget = forms.Select(attrs={"aria-label": f"{label}, criterion {index + 1}"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)


def _criterion_fields(index: int) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {
        "key": forms.CharField(required=False, max_length=40, widget=forms.HiddenInput),
        "text": _words("Criterion", 200, index),
        "category": _choice("Category", [(key, key.capitalize()) for key in CATEGORIES], index),
        "priority": _choice("Priority", [(key, key) for key in PRIORITIES], index),
        "metric": _words("Metric", 120, index),
        "unit": _words("Unit", 40, index),
        "direction": _choice("Direction", list(SIGNS.items()), index),
        "baseline": _words("Baseline", 40, index),
        "target": _words("Target", 40, index),
    }
    return {f"{name}_{index}": made[name] for name in COLUMNS}


def _person_fields(index: int, contacts: Choice) -> dict[str, forms.Field]:
    number = index + 1
    return {
        f"person_{index}": forms.ChoiceField(
            required=False, choices=[("", "–"), *contacts], widget=forms.Select({"aria-label": f"Person {number}"})
        ),
        f"duty_{index}": forms.CharField(
            required=False, max_length=200, widget=forms.TextInput({"aria-label": f"What person {number} does"})
        ),
        f"committed_{index}": forms.BooleanField(
            required=False, widget=forms.CheckboxInput({"aria-label": f"Person {number} has committed"})
        ),
    }
