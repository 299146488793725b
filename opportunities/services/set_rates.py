"""Say what currencies are worth from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from opportunities import events
from opportunities.models import ExchangeRate
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.users.queries import workspace

LARGEST = Decimal(10) ** 9


def set_rates(*, actor: Actor, now: datetime, on: date, rates: Mapping[str, Decimal]) -> None:
    """This function will keep what one unit of each currency is worth in the reporting currency from a day on.

    Deals keep the rate they were priced with, and the past is never edited (domain §0.3): a rate there is never
    changes, and a currency that has one gets its next from today on. Only its first may begin earlier.

    Raises: Refused unless the actor is finance or sales operations; Invalid for a currency, day or rate that cannot be.
    """
    require(actor, "rates.set", Facts(subject=RecordRef("exchange_rates", 0)))
    with transaction.atomic():
        if faults := _faults(now.date(), on, rates):
            raise Invalid(faults)
        ExchangeRate.objects.bulk_create(
            ExchangeRate(currency=currency, on=on, rate=rate) for currency, rate in rates.items()
        )
        data = {"on": on.isoformat(), "rates": {currency: str(rate) for currency, rate in rates.items()}}
        record(actor=actor, action=events.RATES_SET, subject=RecordRef("exchange_rates", 0), now=now, data=data)


def _faults(today: date, on: date, rates: Mapping[str, Decimal]) -> dict[str, list[str]]:
    own = workspace().reporting_currency
    known = set(ExchangeRate.objects.filter(currency__in=rates).values_list("currency", "on"))
    begun = {currency for currency, _ in known}
    for currency, rate in rates.items():
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
            return {"currency": [f"{currency[:10]} is no currency: give three capital letters, as EUR."]}
        if currency == own:
            return {"currency": [f"{own} is the reporting currency; its rate is always 1."]}
        if not rate.is_finite() or not 0 < rate < LARGEST:
            return {"rate": ["Give a number above 0."]}
        if (currency, on) in known:
            return {
                "on": [f"{currency} has a rate from {on:%-d %b %Y} already; it never changes. Add one from later on."]
            }
        if currency in begun and on < today:
            return {"on": ["The past is never edited. Give today or a later day."]}
    return {}
