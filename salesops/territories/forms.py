"""Forms about territories; every rule stays in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django_countries import countries

from salesops.territories.domain.maps import DUTIES
from salesops.territories.domain.regions import THEATRES
from salesops.territories.domain.segments import LABELS

Choice = list[tuple[str, str]]
NOBODY = ("", "Nobody: leave it vacant")


def _reason(label: str = "Reason") -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class PlanForm(forms.Form):
    """The first day of a draft and its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    effective_on = _day("First day", help_text="From this day on the plan holds.")
    reason = _reason("What changes, and why")


class VersionForm(forms.Form):
    """Which version of the draft was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AcknowledgeForm(VersionForm):
    """A regional VP's word on the gaps of a draft."""

    reason = _reason("Why they may stay for now")


class RuleForm(VersionForm):
    """A place for a territory."""

    territory_id = forms.TypedChoiceField(label="Territory", coerce=int)
    node = forms.ChoiceField(label="Place", help_text="The narrower place wins over the wider.")
    segments = forms.MultipleChoiceField(
        label="Segments",
        required=False,
        choices=list(LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means any. A rule for named segments beats one for any.",
    )

    def __init__(self, *args: Any, territories: Choice, places: list[tuple[str, Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = territories  # type: ignore[attr-defined]
        self.fields["node"].choices = places  # type: ignore[attr-defined]


class PlannedPersonForm(VersionForm):
    """Who a draft gives a territory to."""

    territory_id = forms.TypedChoiceField(label="Territory", coerce=int)
    duty = forms.ChoiceField(label="As", choices=list(DUTIES.items()))
    person_id = forms.ChoiceField(label="Person", required=False)
    starts_on = _day("From", required=False, help_text="Empty is the first day of the plan.")

    def __init__(self, *args: Any, territories: Choice, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = territories  # type: ignore[attr-defined]
        self.fields["person_id"].choices = [NOBODY, *people]  # type: ignore[attr-defined]


class TerritoryForm(forms.Form):
    """A new territory."""

    name = forms.CharField(label="Name", max_length=80)
    theatre = forms.ChoiceField(
        label="Theatre", choices=list(THEATRES.items()), help_text="Its regional VP answers for the territory."
    )


class AssignForm(forms.Form):
    """Who has a territory from when on."""

    duty = forms.ChoiceField(label="As", choices=list(DUTIES.items()))
    person_id = forms.ChoiceField(label="Person", required=False)
    starts_on = _day("From", help_text="Today or later. Whoever has it until then ends the day before.")
    reason = _reason()

    def __init__(self, *args: Any, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [NOBODY, *people]  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Where an account sits."""

    source = forms.ChoiceField(
        label="Source", choices=[("headquarters", "Verified headquarters"), ("override", "Set by hand, beats all")]
    )
    country = forms.ChoiceField(label="Country", required=False, help_text="Empty takes this source back.")
    subdivision = forms.CharField(label="State or region code", required=False, max_length=6, help_text="Like US-CA.")
    postal_code = forms.CharField(label="Postal code", required=False, max_length=12)
    county = forms.CharField(label="County", required=False, max_length=60)
    city = forms.CharField(label="City", required=False, max_length=120)
    reason = _reason("How we know")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """Which territory an account belongs to by name, or claims to."""

    territory_id = forms.ChoiceField(label="Territory", required=False)
    reason = _reason()

    def __init__(self, *args: Any, territories: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = territories  # type: ignore[attr-defined]


class ClaimForm(NameForm):
    """Which territory somebody speaks for; one has to be named."""

    territory_id = forms.ChoiceField(label="Territory")


class StandaloneForm(forms.Form):
    """Whether an account of a family buys for itself."""

    is_standalone = forms.BooleanField(label="It buys for itself, so its own address counts", required=False)
    reason = _reason()


class MapForm(forms.Form):
    """Which day's map, all of it or its faults, and which account."""

    on = forms.DateField(required=False)
    only = forms.ChoiceField(required=False, choices=[("", ""), ("problems", "problems")])
    q = forms.CharField(required=False, max_length=100)
    account = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
