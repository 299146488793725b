"""The form that makes an opportunity of a lead."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.domain.kinds import STAKEHOLDER_ROLES
from opportunities.forms.edit import money_field
from opportunities.forms.moves import Choice, day_field

NEW_ACCOUNT = "new"


class ConvertForm(forms.Form):
    """Account, owner, process, the person's part, and the money as far as it is known."""

    account = forms.ChoiceField(label="Account", required=False)
    owner_id = forms.ChoiceField(label="Owner of the deal")
    process = forms.ChoiceField(label="Process")
    role = forms.ChoiceField(label="Their part in the deal", choices=STAKEHOLDER_ROLES, initial="influencer")
    expected_purchase_date = day_field("They want to buy by", help_text="Their wish, as they stated it.")
    close_date = day_field("Close date")
    recurring = money_field("Recurring fees", help_text="Over the whole term; leave it open if nobody knows.")
    one_time = money_field("One-time fees")
    term_months = forms.IntegerField(label="Term, months", min_value=1, max_value=120, initial=12)

    def __init__(self, *args: Any, processes: Choice, accounts: Choice, owners: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].choices = processes  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = owners  # type: ignore[attr-defined]
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]
