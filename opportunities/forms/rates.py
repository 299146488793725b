"""The form of an exchange rate."""

from __future__ import annotations

from django import forms

from opportunities.forms.moves import day_field


class RateForm(forms.Form):
    """What one unit of a currency is worth from a day on."""

    currency = forms.CharField(label="Currency", max_length=3, help_text="Three letters, as EUR.")
    rate = forms.DecimalField(label="One unit is worth", max_digits=18, decimal_places=8)
    on = day_field("From", required=True, help_text="Today or later. A rate that is stored never changes.")
