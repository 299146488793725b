"""Forms of one's own settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from salesops.users.domain.scopes import SCOPES


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(label="Name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", choices=[(zone, zone) for zone in sorted(available_timezones())])


class KeyForm(forms.Form):
    """A new API key."""

    name = forms.CharField(label="What is it for", max_length=50)
    scopes = forms.MultipleChoiceField(
        label="Scopes", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label="Ends after, days", min_value=1, max_value=90, initial=30)
    networks = forms.CharField(
        label="Allowed networks",
        required=False,
        max_length=400,
        help_text="Like 203.0.113.0/24, split by commas. Empty: anywhere.",
    )
