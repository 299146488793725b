"""Forms about the profiles a score rests on: each reads and writes the rules of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django_countries import countries

from salesops.accounts.domain.icp import IcpRules
from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS, PersonaRules
from salesops.accounts.domain.profiles import Rules
from salesops.intake.forms.leads import Choice, area


class WordsField(forms.CharField):
    """Words with commas between them, as a set."""

    def prepare_value(self, value: Any) -> Any:
        """Show words with commas between them."""
        return ", ".join(sorted(value)) if isinstance(value, (list, frozenset)) else value

    def to_python(self, value: Any) -> Any:
        """Read the words, in small letters."""
        return frozenset(filter(None, (word.strip().lower() for word in (value or "").split(","))))


def _some_of(label: str, choices: Choice) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _people(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000_000)


class VersionForm(forms.Form):
    """Which state of a draft was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ProfileForm(forms.Form):
    """What every profile is changed with: the state that was read, and why. `rules` is what was written."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Why", max_length=500, widget=area(2), help_text="What was learned, in at least 10 characters."
    )

    def read(self, data: dict[str, Any]) -> Rules:
        """Read the rules; their number is the service's."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Add the rules, once every field can be read."""
        data = super().clean() or {}
        return data if self.errors else data | {"rules": self.read(data)}


class IcpForm(ProfileForm):
    """The companies that fit."""

    best_from, best_to = _people("Best size from"), _people("Best size to")
    good_from, good_to = _people("Good size from"), _people("Good size to")
    good_industries = _some_of("Industries served best", list(INDUSTRIES))
    poor_industries = _some_of("Industries seldom served", list(INDUSTRIES))
    excluded_countries = WordsField(
        label="Countries not sold to", required=False, max_length=400, help_text="Two letters each, with commas."
    )
    least_revenue = forms.DecimalField(
        label="Revenue from", min_value=0, max_digits=9, decimal_places=2, help_text="In millions of US dollars."
    )
    technologies = WordsField(
        label="Technology that works with ours", required=False, max_length=400, help_text="With commas between."
    )
    field_order = (
        "best_from", "best_to", "good_from", "good_to", "good_industries", "poor_industries", "excluded_countries",
        "technologies", "least_revenue",
    )  # fmt: skip

    def clean_excluded_countries(self) -> frozenset[str]:
        """Read countries by their codes."""
        codes = frozenset(code.upper() for code in self.cleaned_data["excluded_countries"])
        if unknown := sorted(codes - set(countries.countries)):
            raise forms.ValidationError(f"There is no country {', '.join(unknown)}.")
        return codes

    def read(self, data: dict[str, Any]) -> IcpRules:
        """Read the companies that fit."""
        return IcpRules(
            version=0,
            best_employees=(data["best_from"], data["best_to"]),
            good_employees=(data["good_from"], data["good_to"]),
            good_industries=frozenset(data["good_industries"]),
            poor_industries=frozenset(data["poor_industries"]),
            excluded_countries=data["excluded_countries"],
            least_revenue=data["least_revenue"],
            technologies=data["technologies"],
        )


class PersonaForm(ProfileForm):
    """The people to talk to."""

    best = _some_of("Whom we talk to best", list(PERSONAS))
    good = _some_of("Part of the decision", list(PERSONAS))
    senior = WordsField(
        label="Titles of those who decide", required=False, max_length=400, help_text="Single words, with commas."
    )
    field_order = ("best", "good", "senior")

    def read(self, data: dict[str, Any]) -> PersonaRules:
        """Read the people to talk to."""
        return PersonaRules(0, frozenset(data["best"]), frozenset(data["good"]), data["senior"])


def start(rules: Rules) -> dict[str, Any]:
    """This function will return what the form of a profile starts with."""
    values: dict[str, Any] = rules.as_json()
    if isinstance(rules, IcpRules):
        for size in ("best", "good"):
            values |= zip((f"{size}_from", f"{size}_to"), values[f"{size}_employees"], strict=True)
    return values
