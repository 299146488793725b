"""Forms of the proof of concept: who leads it, its sessions, its numbers, its end."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.forms.moves import Choice, area
from qualification.domain.poc import EXTENSION_DAYS, SESSIONS, SessionTemplate
from qualification.models import VERDICTS


class PlanPocForm(forms.Form):
    """Who of pre-sales validation leads it."""

    lead = forms.TypedChoiceField(label="Led by", coerce=int)

    def __init__(self, *args: Any, leads: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]


def _moment() -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label="Starts", widget=widget, help_text="In your time zone.")


class BookSessionForm(forms.Form):
    """A session, when it starts and who leads it."""

    kind = forms.ChoiceField(
        label="Session", choices=[(each.key, f"{each.number} {each.label}, {each.minutes} min") for each in SESSIONS]
    )
    starts_at = _moment()
    lead = forms.TypedChoiceField(label="Led by", coerce=int)

    def __init__(self, *args: Any, leads: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]


class MoveSessionForm(forms.Form):
    """Another time for a session."""

    starts_at = _moment()


class SessionNoteForm(forms.Form):
    """Why a session did not take place."""

    note = forms.CharField(label="Why", max_length=2000, widget=area())


class HoldSessionForm(forms.Form):
    """What came of a session: minutes by item, outputs, who was there, a note."""

    contacts = forms.TypedMultipleChoiceField(
        label="Customers who attended", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    outputs = forms.MultipleChoiceField(
        label="What exists now",
        widget=forms.CheckboxSelectMultiple,
        help_text="All of it is needed before the session can be closed.",
    )
    note = forms.CharField(label="Notes", max_length=20000, widget=area(4), help_text="Kept on the deal's timeline.")

    def __init__(self, *args: Any, template: SessionTemplate, contacts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].choices = [(int(key), words) for key, words in contacts]  # type: ignore[attr-defined]
        self.fields["outputs"].choices = list(template.outputs.items())  # type: ignore[attr-defined]
        for item in template.agenda:
            self.fields[f"minutes_{item.key}"] = forms.IntegerField(
                label=item.text,
                required=False,
                min_value=0,
                max_value=600,
                help_text=f"Planned {item.minutes} min." if item.minutes else "Before the call.",
            )
        items = [name for name in self.fields if name.startswith("minutes_")]
        self.order_fields([*items, "outputs", "contacts", "note"])


class MeasureForm(forms.Form):
    """One measured value."""

    value = forms.DecimalField(label="Measured", max_digits=18, decimal_places=4)
    note = forms.CharField(label="How it was measured", required=False, max_length=2000, widget=area())


class ReasonForm(forms.Form):
    """A reason and nothing else."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=area())


class ExtensionForm(forms.Form):
    """How many days more, and what for."""

    days = forms.IntegerField(label="Days more", min_value=1, max_value=EXTENSION_DAYS)
    reason = forms.CharField(
        label="What the time is for", max_length=2000, widget=area(), help_text="At least 20 characters."
    )


class ReadoutForm(forms.Form):
    """The readout: which meeting, the customer's verdict, what both sides do next."""

    activity = forms.TypedChoiceField(
        label="Readout",
        coerce=int,
        help_text="A meeting after the measuring was closed, with the champion and one more person of the customer.",
    )
    verdict = forms.ChoiceField(label="The customer", choices=VERDICTS)
    next_step = forms.CharField(label="Agreed next step", max_length=200)

    def __init__(self, *args: Any, activities: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = activities  # type: ignore[attr-defined]


class SendLinkForm(forms.Form):
    """Who signs."""

    contact = forms.TypedChoiceField(label="Champion", coerce=int)

    def __init__(self, *args: Any, champions: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = champions  # type: ignore[attr-defined]


class SignOffForm(SendLinkForm):
    """A sign-off of one version that was given by e-mail or in a meeting, with what shows it."""

    plan_number = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="How", choices=[("meeting", "In a meeting"), ("e_mail", "By e-mail")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="What they agreed to", max_length=2000, widget=area(), help_text="At least 20 characters."
    )
    activity = forms.ChoiceField(label="The meeting", required=False)
    document = forms.ChoiceField(label="The filed e-mail", required=False)

    def __init__(self, *args: Any, activities: Choice, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("activity", activities), ("document", documents)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
