"""What is asked for a change of many leads: the forms of one lead, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from salesops.core.actor import Actor
from salesops.intake.forms.leads import AssignForm, DisqualifyForm, ParkForm
from salesops.intake.queries.choices import owner_choices


def change_forms(actor: Actor, sent: Mapping[str, Any] | None = None) -> dict[str, forms.Form]:
    """This function will make the form of each change, by the change's key, with what was sent."""
    made: dict[str, forms.Form] = {
        "owner": AssignForm(sent, owners=[("", "To whom"), *owner_choices(actor)], auto_id=False),
        "rest": ParkForm(sent, auto_id=False),
        "disqualify": DisqualifyForm(sent, auto_id=False),
    }
    for form in made.values():
        for field in form.fields.values():
            if isinstance(field, forms.CharField):
                field.widget = forms.TextInput(attrs={"placeholder": field.label, "maxlength": field.max_length})
            field.widget.attrs |= {"class": "input", "aria-label": field.label}
    return made
