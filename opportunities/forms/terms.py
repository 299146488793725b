"""Forms of terms and of points of procurement and legal."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.terms import SEVERITIES, TERM_KINDS, TERM_STATES
from opportunities.forms.moves import Choice, area


class SettleForm(forms.Form):
    """How some topics stand."""

    topics = forms.MultipleChoiceField(label="Topics", widget=forms.CheckboxSelectMultiple)
    state = forms.ChoiceField(label="They are", choices=TERM_STATES, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note", required=False, max_length=1000, widget=area(), help_text="What was agreed, or what is open."
    )

    def __init__(self, *args: Any, topics: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """A topic of one's own."""

    topic = forms.CharField(label="Topic", max_length=80)
    kind = forms.ChoiceField(label="Kind", choices=TERM_KINDS, widget=forms.RadioSelect)
    note = forms.CharField(label="What is open", max_length=1000, widget=area())


class LegalItemForm(forms.Form):
    """A point that is still open."""

    text = forms.CharField(label="What is open", max_length=300, help_text="One point that somebody can settle.")
    severity = forms.ChoiceField(label="It is", choices=SEVERITIES, widget=forms.RadioSelect)
    document_id = forms.ChoiceField(
        label="Redline on", required=False, help_text="A redline takes Legal Win back where it was reached."
    )

    def __init__(self, *args: Any, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_id"].choices = [("", "No document"), *documents]  # type: ignore[attr-defined]


class SettleItemForm(forms.Form):
    """How a point was settled."""

    how = forms.CharField(label="How it was settled", max_length=1000, widget=area())
