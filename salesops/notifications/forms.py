"""Forms of how one wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms

from salesops.notifications.domain.delivery import HOOK_WISHES, OTHER_WISHES, URGENT_WISHES


class PreferencesForm(forms.Form):
    """How mail comes."""

    urgent = forms.ChoiceField(
        label="Urgent ones",
        choices=URGENT_WISHES,
        widget=forms.RadioSelect,
        help_text="What is late and stops others. It cannot be switched off.",
    )
    other = forms.ChoiceField(label="Everything else", choices=OTHER_WISHES, widget=forms.RadioSelect)


class HookForm(forms.Form):
    """A Slack-compatible incoming webhook."""

    name = forms.CharField(label="Name", max_length=80, help_text="Like the channel it posts to.")
    url = forms.CharField(
        label="Address",
        max_length=500,
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text="It begins with https:// and is not shown again.",
    )
    wants = forms.ChoiceField(label="What is posted", choices=HOOK_WISHES)
    team = forms.ChoiceField(label="For", required=False)

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(pk, f"Team {name}") for pk, name in teams]
        self.fields["team"].choices = [("", "What is mine"), *named]  # type: ignore[attr-defined]
        if not named:
            del self.fields["team"]
