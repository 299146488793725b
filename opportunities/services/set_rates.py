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


def set_rates(*, actor: Actor, now: datetime, on: date, rates: Mapping[str, Decimal]) -> None:
    """This function will keep what one unit of each currency is worth in the reporting currency from a day on.

    Deals keep the rate they were priced with (domain §0.3).

    Raises: Refused unless the actor is sales operations; Invalid for a currency or rate that cannot be.
    """
    require(actor, "import.migrate", Facts(subject=RecordRef("exchange_rates", 0)))
    for currency, rate in rates.items():
        if not (len(currency) == 3 and currency.isalpha() and currency.isupper()) or not rate > 0:
            raise Invalid({"rates": [f"{currency} {rate} is no rate: three capital letters and a number above 0."]})
    with transaction.atomic():
        for currency, rate in rates.items():
            ExchangeRate.objects.update_or_create(currency=currency, on=on, defaults={"rate": rate})
        data = {"on": on.isoformat(), "rates": {currency: str(rate) for currency, rate in rates.items()}}
        record(actor=actor, action=events.RATES_SET, subject=RecordRef("exchange_rates", 0), now=now, data=data)
