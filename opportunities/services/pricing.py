"""Put the computed values on an opportunity: amounts, and the reporting value at a stored rate."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from opportunities.domain.amounts import amounts, rounded
from opportunities.models import ExchangeRate, Opportunity
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Definition
from salesops.users.models import WorkspaceSetting

LIMIT = Decimal(10) ** 12


def price(opportunity: Opportunity, definition: Definition, *, now: datetime) -> None:
    """This function will compute TCV, ACV, amount and reporting value (domain §10.1, §0.3).

    The rate is the newest one of the currency on or before today and is kept with the record.

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
    opportunity.tcv, opportunity.acv, opportunity.amount = values.tcv, values.acv, values.amount
    opportunity.rate, opportunity.rate_date = _rate(opportunity.currency, now), now.date()
    opportunity.amount_reporting = rounded(values.amount * opportunity.rate)


def _rate(currency: str, now: datetime) -> Decimal:
    if currency == WorkspaceSetting.objects.get().reporting_currency:
        return Decimal(1)
    newest = ExchangeRate.objects.filter(currency=currency, on__lte=now.date()).order_by("-on").first()
    if newest is None:
        known = ", ".join(ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct())
        raise Invalid({"currency": [f"There is no exchange rate for {currency}. Known: {known or 'none'}."]})
    return newest.rate
