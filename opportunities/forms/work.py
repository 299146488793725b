"""Forms of daily work: next step, activity, people, documents, plan, discovery, layers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from opportunities.domain.kinds import (
    ACTIVITY_KINDS,
    ALL_QUESTIONS,
    DISCOVERY_QUESTIONS,
    DOCUMENT_KINDS,
    DOCUMENT_ORIGINS,
    DOCUMENT_STATES,
    STAKEHOLDER_ROLES,
)
from opportunities.forms.moves import Choice, area, day_field

SENTIMENTS = [
    ("", "–"),
    ("2", "Very positive"),
    ("1", "Positive"),
    ("0", "Neutral"),
    ("-1", "Negative"),
    ("-2", "Very negative"),
]
LAYERS = [
    ("1", "L1 Market surface"),
    ("3", "L3 Pre-sales validation"),
    ("4", "L4 Commercial authority"),
    ("5", "L5 Execution"),
]
PLAN_PARTS = {
    "objective": "Objective",
    "why_anything": "Why do anything",
    "why_now": "Why now",
    "why_us": "Why us",
    "risks": "Risks",
    "help_needed": "Help needed",
    "close_plan": "Mutual close plan",
}


class NextStepForm(forms.Form):
    """What happens next, when, and who does it."""

    text = forms.CharField(label="Next step", max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    due = day_field("Due", required=True)
    owner_id = forms.ChoiceField(label="Who", required=False)

    def __init__(self, *args: Any, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """How the next step went."""

    note = forms.CharField(
        label="How did it go", required=False, max_length=2000, widget=area(), help_text="Kept on the timeline."
    )


class ActivityForm(forms.Form):
    """What was done with the customer."""

    kind = forms.ChoiceField(label="Kind", choices=ACTIVITY_KINDS)
    subject = forms.CharField(label="Subject", max_length=200)
    note = forms.CharField(
        label="Notes",
        required=False,
        max_length=20000,
        widget=area(5),
        help_text="Calls and meetings count once they have notes.",
    )
    happened_at = forms.DateTimeField(
        label="When",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Now, where left empty.",
    )
    minutes = forms.IntegerField(label="Minutes", required=False, min_value=1, max_value=1440)
    sentiment = forms.TypedChoiceField(
        label="Their mood", required=False, choices=SENTIMENTS, coerce=int, empty_value=None
    )
    contact_ids = forms.TypedMultipleChoiceField(
        label="Customers who attended", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contacts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_ids"].choices = contacts  # type: ignore[attr-defined]
        if not contacts:
            del self.fields["contact_ids"]

    def clean_happened_at(self) -> Any:
        """Refuse what has not happened yet; the service refuses it too."""
        moment = self.cleaned_data["happened_at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError("An activity cannot lie in the future. Set it as the next step.")
        return moment


class StakeholderForm(forms.Form):
    """A person at the customer and their role here; a person not known yet is added by name."""

    contact_id = forms.ChoiceField(label="Person", required=False)
    name = forms.CharField(label="Or a new person", required=False, max_length=160)
    email = forms.EmailField(label="E-mail of the new person", required=False)
    title = forms.CharField(label="Title of the new person", required=False, max_length=120)
    role = forms.ChoiceField(label="Role here", choices=STAKEHOLDER_ROLES)
    note = forms.CharField(label="Note", required=False, max_length=200)

    def __init__(self, *args: Any, contacts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "Choose a contact"), *contacts]  # type: ignore[attr-defined]


class DocumentStateForm(forms.Form):
    """How far a document got."""

    state = forms.ChoiceField(label="State", choices=DOCUMENT_STATES)
    signed_by = forms.CharField(label="Signed by", required=False, max_length=120)
    signed_title = forms.CharField(label="Their title", required=False, max_length=120)
    signed_company = forms.CharField(label="Their company", required=False, max_length=160)
    signed_on = day_field("Signed on")


class DocumentForm(DocumentStateForm):
    """A document: a file or a link."""

    kind = forms.ChoiceField(label="Kind", choices=DOCUMENT_KINDS)
    title = forms.CharField(label="Title", max_length=200)
    file = forms.FileField(label="File", required=False, help_text="PDF, PNG, JPEG, CSV or XLSX, up to 10 MB.")
    link = forms.URLField(label="Or a link", required=False, assume_scheme="https")
    number = forms.IntegerField(label="Version", required=False, min_value=1, max_value=999, initial=1)
    origin = forms.ChoiceField(label="From", required=False, choices=DOCUMENT_ORIGINS)
    received_on = day_field("Received on")
    reference = forms.CharField(
        label="It names", required=False, max_length=60, help_text="The number of our quote, on a purchase order."
    )
    field_order = ("kind", "title", "file", "link", "number", "origin", "received_on", "reference", "state")


class PlanForm(forms.Form):
    """The pursuit plan: why this deal, why now, why us; and three dated actions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in PLAN_PARTS.items():
            self.fields[key] = forms.CharField(label=words, required=False, max_length=4000, widget=area(2))
        self.fields["action_text"] = forms.CharField(label="Add an action", required=False, max_length=200)
        self.fields["action_due_on"] = day_field("Due")
        self.fields["action_is_theirs"] = forms.BooleanField(label="The customer does it", required=False)


class DiscoveryForm(forms.Form):
    """The discovery template, one question a field; the fit questions where the process asks them."""

    def __init__(self, *args: Any, with_fit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in ALL_QUESTIONS if with_fit else DISCOVERY_QUESTIONS:
            self.fields[key] = forms.CharField(label=words, required=False, max_length=4000, widget=area(2))


class LayerForm(forms.Form):
    """Who acts for a layer: one of us, or a partner."""

    layer = forms.TypedChoiceField(label="Layer", choices=LAYERS, coerce=int, help_text="Layer 2 is always the owner.")
    person_id = forms.ChoiceField(label="Person", required=False)
    partner_id = forms.ChoiceField(label="Or a partner", required=False)
    note = forms.CharField(label="Note", required=False, max_length=120)

    def __init__(self, *args: Any, people: Choice, partners: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]
        self.fields["partner_id"].choices = [("", "–"), *partners]  # type: ignore[attr-defined]
