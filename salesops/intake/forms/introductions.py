"""Forms about introductions and partners."""

from __future__ import annotations

from typing import Any

from django import forms

from salesops.intake.domain.introductions import BASES, DECLINE_REASONS

Choices = list[tuple[str, str]]


class AcceptForm(forms.Form):
    """On which footing, and who meets the buyer."""

    basis = forms.ChoiceField(label="Footing")
    host_id = forms.ChoiceField(label="Who meets the buyer", required=False)
    use_case = forms.CharField(label="Use case that is new", required=False, max_length=120)
    words = forms.CharField(
        label="Why what was found does not stand against it", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where something was found. The partner never sees it.",
    )  # fmt: skip

    def __init__(self, *args: Any, bases: list[str], hosts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [(key, BASES[key]) for key in bases]  # type: ignore[attr-defined]
        self.fields["host_id"].choices = [("", "As the territory says"), *hosts]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(label="Reason the partner sees", choices=list(DECLINE_REASONS.items()))
    note = forms.CharField(
        label="Note for us", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The partner never sees it.",
    )  # fmt: skip


class AskForm(forms.Form):
    """One question to the partner."""

    text = forms.CharField(label="Question", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewerForm(forms.Form):
    """Who decides it."""

    reviewer_id = forms.ChoiceField(label="Reviewer")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer_id"].choices = people  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """What happened with the buyer."""

    evidence = forms.CharField(
        label="What shows that something happens", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )


class RivalForm(forms.Form):
    """What shows the rival."""

    words = forms.CharField(
        label="What shows it", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The partner is told that a rival was introduced, never these words.",
    )  # fmt: skip


class FeeForm(forms.Form):
    """When the fee was paid."""

    paid_on = forms.DateField(label="Paid on", widget=forms.DateInput(attrs={"type": "date"}))


class ShareForm(forms.Form):
    """The next step as the partner reads it."""

    step = forms.CharField(
        label="Next step for the partner", required=False, max_length=200,
        help_text="No price, no stage, no name of another partner. Empty takes it away.",
    )  # fmt: skip


class InviteForm(forms.Form):
    """One named meeting."""

    title = forms.CharField(label="Meeting", max_length=120)
    starts_at = forms.DateTimeField(
        label="Begins", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label="Place or link", required=False, max_length=300)


class SettleForm(forms.Form):
    """The answer to a dispute."""

    outcome = forms.ChoiceField(
        label="Outcome", choices=[("upheld", "The partner is right"), ("rejected", "Our decision stands")]
    )
    ruling = forms.CharField(label="Why, for the partner", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class PartnerForm(forms.Form):
    """What is known of a partner."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=160)
    domain = forms.CharField(label="Web domain", required=False, max_length=253)
    manager_id = forms.ChoiceField(label="Partner manager", required=False)
    nda_from = forms.DateField(label="NDA from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    nda_to = forms.DateField(label="NDA to", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    nda_link = forms.URLField(label="Link to the signed NDA", required=False, assume_scheme="https")
    agreement_from = forms.DateField(
        label="Agreement from", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    agreement_to = forms.DateField(label="Agreement to", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    agreement_link = forms.URLField(label="Link to the agreement", required=False, assume_scheme="https")
    fee_percent = forms.DecimalField(
        label="Fee, % of the first year", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    fee_terms = forms.CharField(label="When it is paid", required=False, max_length=400)

    def __init__(self, *args: Any, managers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager_id"].choices = [("", "Nobody yet"), *managers]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Somebody of a partner."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail", max_length=254)


class ReferrerForm(forms.Form):
    """Who gets a link."""

    name = forms.CharField(label="Who gets the link", max_length=120)
