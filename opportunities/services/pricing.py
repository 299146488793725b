"""Put the computed values on an opportunity: amounts, and the reporting value at a stored rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from opportunities.domain.amounts import amounts, rounded
from opportunities.models import ExchangeRate, Opportunity
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Definition
from salesops.users.queries import workspace

LIMIT = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of each currency is worth in the reporting currency on a day."""

    day: date
    by_currency: Mapping[str, Decimal]

    def of(self, currency: str) -> Decimal:
        """This function will return a currency's rate. Raises: Invalid if there is none, naming those there are."""
        if currency not in self.by_currency:
            known = ", ".join(sorted(self.by_currency))
            raise Invalid({"currency": [f"There is no exchange rate for {currency}. Known: {known}."]})
        return self.by_currency[currency]


def load_rates(now: datetime) -> Rates:
    """This function will read the newest rate of each currency on or before today (domain §0.3)."""
    day = now.date()
    newest = ExchangeRate.objects.filter(on__lte=day).order_by("currency", "-on").distinct("currency")
    rates = dict(newest.values_list("currency", "rate"))
    return Rates(day, {**rates, workspace().reporting_currency: Decimal(1)})


def price(opportunity: Opportunity, definition: Definition, *, now: datetime, rates: Rates | None = None) -> None:
    """This function will compute TCV, ACV, amount and reporting value (domain §10.1, §0.3).

    The rate is kept with the record and never applied afresh. Pass `rates` when pricing many.

    Raises: Invalid if the currency has no rate or a value is out of range.
    """
    if opportunity.recurring + opportunity.one_time >= LIMIT:
        raise Invalid({"recurring": ["The total value must be below 1,000,000,000,000."]})
    values = amounts(
        recurring=opportunity.recurring,
        one_time=opportunity.one_time,
        term_months=opportunity.term_months,
        subtype=opportunity.subtype,
        base_acv=opportunity.base_acv,
        basis=definition.amount_basis,
    )
    rates = rates or load_rates(now)
    opportunity.tcv, opportunity.acv, opportunity.amount = values.tcv, values.acv, values.amount
    opportunity.rate, opportunity.rate_date = rates.of(opportunity.currency), rates.day
    opportunity.amount_reporting = rounded(values.amount * opportunity.rate)
