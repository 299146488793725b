"""The form of a proposal version: what we deliver row by row, lists one line each, third parties and special terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pycountry
from django import forms

from opportunities.forms.moves import Choice, area, day_field
from qualification.domain.proposal import (
    SPECIAL_TERMS,
    THIRD_PARTIES,
    ProposalTerms,
    ScopeItem,
    SpecialTerm,
    ThirdParty,
)

SPARE_ROWS, MOST_ROWS = 2, 40
LISTS = {
    "assumptions": ("Assumptions", "One a line. Pre-sales validation checks each."),
    "exclusions": ("Exclusions", "What is not part of it, one a line."),
    "risks": ("Risks", "One a line."),
    "tools": ("Devices, SDKs and tools", "What the work needs, one a line."),
    "schemes": ("Schemes and regulations", "One a line."),
}
ROWS = {"item": ("text", "deliverable", "is_custom"), "party": ("name", "kind", "document"), "term": ("kind", "text")}


class ProposalForm(forms.Form):
    """A version of the proposal, begun from version `number`. Rows without their first words are left out."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    processor = forms.CharField(
        label="Processor",
        required=False,
        max_length=120,
        help_text="As the customer states it; validation confirms it.",
    )
    places = forms.CharField(label="Countries", required=False, max_length=400, help_text="Names, with commas between.")
    go_live_on = day_field(
        "Wished go-live", required=False, help_text="A wish; dates are promised by the final proposal."
    )

    def __init__(self, *args: Any, documents: Choice, counts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in LISTS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=20_000, widget=area(3), help_text=help_text
            )
        self.counts = {row: min(count, MOST_ROWS) for row, count in counts.items()}
        for row, count in self.counts.items():
            for index in range(count):
                self.fields |= _row_fields(row, index, documents)

    def clean_places(self) -> list[str]:
        """Turn names of countries into their codes."""
        return [_country(name.strip()) for name in self.cleaned_data["places"].split(",") if name.strip()]

    def rows(self, row: str) -> list[list[forms.BoundField]]:
        """The fields of one kind of row, row by row."""
        return [[self[f"{row}_{name}_{index}"] for name in ROWS[row]] for index in range(self.counts[row])]

    @property
    def item_rows(self) -> list[list[forms.BoundField]]:
        """What we deliver."""
        return self.rows("item")

    @property
    def party_rows(self) -> list[list[forms.BoundField]]:
        """Whom the work depends on."""
        return self.rows("party")

    @property
    def term_rows(self) -> list[list[forms.BoundField]]:
        """What is not standard."""
        return self.rows("term")

    @property
    def scope_lists(self) -> list[forms.BoundField]:
        """What frames the scope."""
        return [self[name] for name in ("assumptions", "exclusions", "risks")]

    @property
    def limits(self) -> list[forms.BoundField]:
        """What validation confirms."""
        return [self[name] for name in ("processor", "tools", "places", "schemes", "go_live_on")]


def initial_of(terms: ProposalTerms) -> dict[str, Any]:
    """Give what the form starts with: the terms there are."""
    values: dict[str, Any] = {name: "\n".join(getattr(terms, name)) for name in LISTS}
    values |= {"processor": terms.processor, "go_live_on": terms.go_live_on}
    values["places"] = ", ".join(country_name(code) for code in terms.places)
    for index, item in enumerate(terms.items):
        values |= _numbered("item", index, text=item.text, deliverable=item.deliverable, is_custom=item.is_custom)
    for index, party in enumerate(terms.third_parties):
        values |= _numbered("party", index, name=party.name, kind=party.kind, document=str(party.document_id or ""))
    for index, term in enumerate(terms.special_terms):
        values |= _numbered("term", index, kind=term.kind, text=term.text)
    return values


def terms_of(data: Mapping[str, Any]) -> ProposalTerms:
    """Turn the form's values into terms."""
    parties = [(row["name"], row["kind"], int(row["document"]) if row["document"] else None)
               for row in _filled(data, "party", "name")]  # fmt: skip
    return ProposalTerms(
        items=tuple(ScopeItem(**row) for row in _filled(data, "item", "text")),
        processor=data["processor"].strip(),
        places=tuple(data["places"]),
        go_live_on=data["go_live_on"],
        third_parties=tuple(ThirdParty(*each) for each in parties),
        special_terms=tuple(SpecialTerm(**row) for row in _filled(data, "term", "text")),
        **{name: _lines(data[name]) for name in LISTS},
    )


def country_name(code: str) -> str:
    """This function will name a country by its ISO code."""
    found = pycountry.countries.get(alpha_2=code)
    return found.name if found else code


def _country(name: str) -> str:
    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        raise forms.ValidationError(f"{name} is no country we know: give its English name or its code.") from None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _numbered(row: str, index: int, **values: Any) -> dict[str, Any]:
    return {f"{row}_{name}_{index}": value for name, value in values.items()}


def _filled(data: Mapping[str, Any], row: str, first: str) -> Iterable[dict[str, Any]]:
    prefix = f"{row}_{first}_"
    indexes = sorted(int(name.removeprefix(prefix)) for name in data if name.startswith(prefix))
    for index in indexes:
        values = {name: data[f"{row}_{name}_{index}"] for name in ROWS[row]}
        if str(values[first]).strip():
            yield {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _text(label: str, length: int) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=length, widget=forms.TextInput({"aria-label": label})
    )


def _choice(label: str, choices: Choice) -> forms.ChoiceField:
    widget = forms.Select({"aria-label": label})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)


def _row_fields(row: str, index: int, documents: Choice) -> dict[str, forms.Field]:
    number = index + 1
    made: dict[str, dict[str, forms.Field]] = {
        "item": {
            "text": _text(f"What we deliver, row {number}", 300),
            "deliverable": _text(f"Deliverable type, row {number}", 80),
            "is_custom": forms.BooleanField(
                required=False, widget=forms.CheckboxInput({"aria-label": f"Custom, row {number}"})
            ),
        },
        "party": {
            "name": _text(f"Third party {number}", 120),
            "kind": _choice(f"Kind of third party {number}", THIRD_PARTIES),
            "document": _choice(f"Written commitment of third party {number}", [("", "none filed"), *documents]),
        },
        "term": {
            "kind": _choice(f"Kind of special term {number}", SPECIAL_TERMS),
            "text": _text(f"Special term {number}", 300),
        },
    }
    return {f"{row}_{name}_{index}": field for name, field in made[row].items()}
