"""Forms about leads and marketing; every rule stays in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django_countries import countries

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS
from salesops.intake.domain.leads import DISQUALIFY_REASONS, PARKED, SOURCES, STATUSES, TIMELINES, TOUCH_KINDS
from salesops.intake.domain.marketing import AUDIENCES, CHANNELS, KINDS, ORIGINS
from salesops.intake.domain.scoring import SIGNAL_CHOICES

Choice = list[tuple[str, str]]


def area(rows: int = 3) -> forms.Textarea:
    """This function will make a text area of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def one_of(label: str, choices: Choice, *, required: bool = False, help_text: str = "") -> forms.ChoiceField:
    """This function will make a choice that may stay open."""
    return forms.ChoiceField(label=label, choices=[("", "–"), *choices], required=required, help_text=help_text)


def _known_to_browsers(word: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": word})


class LeadForm(forms.Form):
    """What is known of a lead: the company, the person, what they want."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    company = forms.CharField(label="Company", max_length=200)
    domain = forms.CharField(
        label="Web domain", required=False, max_length=253, help_text="For example kestrel.example."
    )
    person_name = forms.CharField(label="Person", required=False, max_length=160)
    person_title = forms.CharField(label="Title", required=False, max_length=120)
    persona = one_of("Persona", list(PERSONAS))
    person_email = forms.EmailField(label="E-mail", required=False)
    person_phone = forms.CharField(label="Phone", required=False, max_length=40)
    country = forms.ChoiceField(label="Country", required=False)
    subdivision = forms.CharField(label="State or region code", required=False, max_length=6, help_text="Like US-CA.")
    postal_code = forms.CharField(label="Postal code", required=False, max_length=12)
    city = forms.CharField(label="City", required=False, max_length=120)
    industry = one_of("Industry", list(INDUSTRIES))
    employees = forms.IntegerField(label="Employees", required=False, min_value=0, max_value=10_000_000)
    technology = forms.CharField(label="Technology in use", required=False, max_length=120)
    use_case = forms.CharField(label="Use case", required=False, max_length=120, help_text="In three words.")
    timeline = one_of("When they want it", TIMELINES, help_text="Their wish, not our promise.")
    product_line = forms.CharField(label="Product they chose", required=False, max_length=60)
    note = forms.CharField(
        label="What they said", required=False, max_length=5000, widget=area(4), help_text="In their own words."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries]  # type: ignore[attr-defined]


class NewLeadForm(LeadForm):
    """A new lead, with where it came from."""

    source = forms.ChoiceField(label="Source", choices=SOURCES, initial="outbound_sdr", help_text="It stands for ever.")
    source_detail = forms.CharField(
        label="Source in detail", required=False, max_length=200, help_text="Which event, who referred them."
    )
    field_order = ("source", "source_detail")


class TouchForm(forms.Form):
    """Something we did."""

    kind = forms.ChoiceField(label="What", choices=TOUCH_KINDS)
    was_answered = forms.BooleanField(label="They answered", required=False)
    note = forms.CharField(label="What came of it", max_length=5000, widget=area(4))


class SignalForm(forms.Form):
    """Something they did."""

    kind = forms.ChoiceField(label="What they did", choices=SIGNAL_CHOICES)
    asset_id = forms.ChoiceField(label="By which asset", required=False)
    campaign = forms.CharField(label="Campaign", required=False, max_length=80)
    note = forms.CharField(label="Note", required=False, max_length=500, widget=area(2))

    def __init__(self, *args: Any, assets: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset_id"].choices = [("", "–"), *assets]  # type: ignore[attr-defined]


class QualifyForm(forms.Form):
    """What makes it worth an opportunity."""

    note = forms.CharField(label="Why it is worth an opportunity", required=False, max_length=500, widget=area())


class ParkForm(forms.Form):
    """How a lead rests, until when, and why."""

    to = forms.ChoiceField(label="It rests as", choices=[(key, dict(STATUSES)[key]) for key in PARKED])
    revisit_on = forms.DateField(
        label="Come back on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Wanted for bad timing.",
    )
    reason = forms.CharField(label="Why", max_length=500, widget=area())


class DisqualifyForm(forms.Form):
    """Why a lead is not for us."""

    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose a reason"), *DISQUALIFY_REASONS])
    detail = forms.CharField(label="In words", required=False, max_length=500, widget=area())


class ReopenForm(forms.Form):
    """What changed."""

    reason = forms.CharField(label="What changed", max_length=500, widget=area())


class AssignForm(forms.Form):
    """Who owns a lead from now on, and why."""

    owner_id = forms.ChoiceField(label="New owner")
    reason = forms.CharField(label="Reason", max_length=300, widget=area())

    def __init__(self, *args: Any, owners: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = owners  # type: ignore[attr-defined]


class AssetForm(forms.Form):
    """A piece of marketing."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Title", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    origin = forms.ChoiceField(label="Origin", choices=ORIGINS)
    audience = forms.ChoiceField(
        label="For whom", choices=AUDIENCES, help_text="Partners see the partner kit, and what is public."
    )
    topic = forms.CharField(label="Topic", required=False, max_length=80)
    channel = one_of("Channel", CHANNELS)
    link = forms.CharField(label="Link", required=False, max_length=500, help_text="Begins with https://.")
    campaign = forms.CharField(label="Campaign", required=False, max_length=80)
    summary = forms.CharField(label="In a sentence", required=False, max_length=500, widget=area(2))


class MoveAssetForm(forms.Form):
    """Where an asset goes next."""

    to = forms.ChoiceField(label="It becomes")

    def __init__(self, *args: Any, ways: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = ways  # type: ignore[attr-defined]


ENQUIRY_FIELDS = ("company", "person_name", "person_email", "person_title", "country", "note")


class EnquiryForm(forms.Form):
    """What a stranger tells us. `homepage` is a trap: no person sees it."""

    person_name = forms.CharField(label="Your name", max_length=160, widget=_known_to_browsers("name"))
    person_email = forms.EmailField(label="Your work e-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    company = forms.CharField(label="Company", max_length=200, widget=_known_to_browsers("organization"))
    person_title = forms.CharField(
        label="Your role", required=False, max_length=120, widget=_known_to_browsers("organization-title")
    )
    country = forms.ChoiceField(label="Country")
    note = forms.CharField(label="What are you trying to do?", max_length=2000, widget=area(5))
    wants_demo = forms.BooleanField(label="Show me a demo", required=False)
    homepage = forms.CharField(label="Leave this empty", required=False)
    asset = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31)
    campaign = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "Choose"), *countries]  # type: ignore[attr-defined]
