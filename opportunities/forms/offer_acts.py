"""Forms of the acts on an offer: present, choose, quote."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.forms.moves import Choice


class PresentForm(forms.Form):
    """The version that was read, and nothing else."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AcceptForm(PresentForm):
    """Which option the customer chose, and the paper that says so."""

    option = forms.ChoiceField(label="The customer chose", widget=forms.RadioSelect)
    document = forms.ChoiceField(label="Written confirmation", help_text="File the customer's mail or letter first.")

    def __init__(self, *args: Any, options: Choice, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = options  # type: ignore[attr-defined]
        self.fields["document"].choices = [("", "Choose a document"), *documents]  # type: ignore[attr-defined]
