"""Forms of one cell of the table."""

from __future__ import annotations

from django import forms

from opportunities.domain.kinds import FORECAST_CATEGORIES
from opportunities.forms.edit import VersionedForm
from opportunities.forms.moves import day_field


class CloseCell(VersionedForm):
    """The close date."""

    close_date = day_field("Close date", required=True)


class ForecastCell(VersionedForm):
    """The forecast category."""

    forecast_category = forms.ChoiceField(label="Forecast category", choices=FORECAST_CATEGORIES)


class NextStepCell(VersionedForm):
    """The next step and its date."""

    text = forms.CharField(label="Next step", max_length=200)
    due = day_field("Due", required=True)


CELLS: dict[str, type[VersionedForm]] = {"close": CloseCell, "forecast": ForecastCell, "next_step": NextStepCell}
