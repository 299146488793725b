"""Forms that open a deal and change what it says about itself."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.kinds import FORECAST_CATEGORIES, POSITIONS, SOURCES, SUBTYPES, VIABILITY
from opportunities.domain.lifecycles import ADOPTION, MATURITY, OFFERS
from opportunities.forms.moves import Choice, area, day_field

ABOUT_PROCESS = ("offer", "adoption", "maturity", "process", "process_reason")


def money_field(label: str, *, help_text: str = "") -> forms.DecimalField:
    """This function will make a field for an amount of money, two places, never negative."""
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, min_value=0, required=False, help_text=help_text
    )


def answer_field(label: str, answers: dict[str, str]) -> forms.ChoiceField:
    """This function will make a question that may stay open."""
    return forms.ChoiceField(label=label, choices=[("", "Not known yet"), *answers.items()], required=False)


class NewForm(forms.Form):
    """A new opportunity."""

    offer = answer_field("What do they buy", OFFERS)
    adoption = answer_field("How much of the open runtime do they run", ADOPTION)
    maturity = answer_field("How do they operate", MATURITY)
    process = forms.ChoiceField(label="Process", required=False)
    process_reason = forms.CharField(required=False, max_length=2000)
    account_id = forms.ChoiceField(label="Account", required=False)
    new_account = forms.CharField(label="Or a new account", required=False, max_length=200)
    use_case = forms.CharField(
        label="Use case", max_length=120, help_text="What they want to do with it, in three words."
    )
    subtype = forms.ChoiceField(label="Sub-type", choices=[("", "By rule"), *SUBTYPES], required=False)
    confirmed_subtype = forms.ChoiceField(
        choices=[("", ""), *SUBTYPES], required=False, widget=forms.HiddenInput, label="Sub-type by rule"
    )
    name = forms.CharField(
        label="Name", max_length=200, required=False, help_text="Left empty: account – use case – sub-type – month."
    )
    source = forms.ChoiceField(label="Source", choices=SOURCES, initial="other")
    currency = forms.CharField(label="Currency", max_length=3, initial="USD")
    recurring = money_field("Recurring fees", help_text="Committed over the whole term, after discount.")
    one_time = money_field("One-time fees")
    base_acv = money_field("Existing annual value", help_text="For upsell, renewal and expansion.")
    term_months = forms.IntegerField(label="Term, months", min_value=1, max_value=120, initial=12)
    close_date = day_field("Close date")
    expected_purchase_date = day_field("They want to buy by")
    problem = forms.CharField(
        label="Problem", required=False, max_length=4000, widget=area(), help_text="In the customer's words."
    )

    def __init__(self, *args: Any, processes: Choice, not_offered: list[str], accounts: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].choices = [("", "As proposed"), *processes]  # type: ignore[attr-defined]
        if not_offered:
            self.fields["process"].help_text = f"Not published yet (R25): {', '.join(not_offered)}."
        self.fields["account_id"].choices = [("", "Choose an account"), *accounts]  # type: ignore[attr-defined]

    @property
    def below(self) -> list[forms.BoundField]:
        """The fields that stand below the questions about the process, which have a part of their own."""
        return [self[name] for name in self.fields if name not in ABOUT_PROCESS]


class VersionedForm(forms.Form):
    """A form that knows which version of the record it was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CoreForm(VersionedForm):
    """What a deal says about itself, apart from money."""

    name = forms.CharField(label="Name", max_length=200)
    use_case = forms.CharField(label="Use case", max_length=120, required=False)
    close_date = day_field("Close date")
    expected_purchase_date = day_field("They want to buy by")
    renewal_date = day_field("Renewal date")
    forecast_category = forms.ChoiceField(label="Forecast category", choices=FORECAST_CATEGORIES)
    budget = forms.ChoiceField(label="Budget", choices=VIABILITY)
    authority = forms.ChoiceField(label="Authority", choices=VIABILITY)
    timeline = forms.ChoiceField(label="Timeline", choices=VIABILITY)
    position = forms.ChoiceField(label="Our position", choices=POSITIONS)
    problem = forms.CharField(label="Problem", required=False, max_length=4000, widget=area())


class CommercialForm(VersionedForm):
    """Amounts and term."""

    recurring = money_field("Recurring fees", help_text="Committed over the whole term, after discount.")
    one_time = money_field("One-time fees")
    term_months = forms.IntegerField(label="Term, months", min_value=1, max_value=120)
    base_acv = money_field("Existing annual value", help_text="For upsell, renewal and expansion.")
    currency = forms.CharField(label="Currency", max_length=3)
    subtype = forms.ChoiceField(label="Sub-type", choices=SUBTYPES)
    reason = forms.CharField(
        label="Reason for another sub-type",
        required=False,
        max_length=2000,
        widget=area(2),
        help_text="At least 20 characters, only where the sub-type changes.",
    )
    product_id = forms.ChoiceField(label="Product", required=False)

    def __init__(self, *args: Any, products: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product_id"].choices = [("", "–"), *products]  # type: ignore[attr-defined]


class SubtypeForm(VersionedForm):
    """Another sub-type, and why."""

    subtype = forms.ChoiceField(label="Sub-type")
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=area(),
        help_text="At least 20 characters where the sub-type changes. Kept in the audit log.",
    )

    def __init__(self, *args: Any, subtypes: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subtype"].choices = subtypes  # type: ignore[attr-defined]


class OwnerForm(VersionedForm):
    """Who owns the deal from now on, and why."""

    owner_id = forms.ChoiceField(label="New owner")
    reason = forms.CharField(label="Reason", max_length=2000, widget=area())

    def __init__(self, *args: Any, people: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class SaveViewForm(forms.Form):
    """A name for the filters in force."""

    page = forms.CharField(widget=forms.HiddenInput, max_length=10)
    name = forms.CharField(label="Name", max_length=60)
    is_shared = forms.BooleanField(label="Share with everyone", required=False)
