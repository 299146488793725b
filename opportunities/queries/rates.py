"""Exchange rates, and which deals were priced with which (domain §0.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from opportunities.models import ExchangeRate, Opportunity
from opportunities.queries.visible import visible_to
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

SHOWN = 100


@dataclass(frozen=True, slots=True)
class StoredRate:
    """One rate: from its day until the day before the next one's, and how many open deals were priced with it."""

    row: ExchangeRate
    until: date | None
    state: str
    deals: int


def rates(actor: Actor) -> QuerySet[ExchangeRate]:
    """This function will return the rates those may read who may know of deals."""
    rows = ExchangeRate.objects.all()
    return rows if decide(actor, "opp.view_summary", Facts()).allowed else rows.none()


def may_set_rates(actor: Actor) -> bool:
    """This function will say whether the actor may add rates."""
    return decide(actor, "rates.set", Facts()).allowed


def stored_rates(actor: Actor, *, now: datetime) -> list[StoredRate]:
    """This function will list every rate, newest first in each currency, in two statements."""
    rows = list(rates(actor).order_by("currency", "-on"))
    priced = visible_to(actor).filter(stage_kind="open", rate_date__isnull=False).order_by()
    counted = list(priced.values_list("currency", "rate_date").annotate(number=Count("id")))
    found: list[StoredRate] = []
    later: date | None = None
    for place, row in enumerate(rows):
        later = rows[place - 1].on if place and rows[place - 1].currency == row.currency else None
        deals = sum(
            number
            for currency, day, number in counted
            if currency == row.currency and row.on <= day and (later is None or day < later)
        )
        state = "to come" if row.on > now.date() else "past" if later and later <= now.date() else "now"
        found.append(StoredRate(row, later, state, deals))
    return found


def stored_rate(actor: Actor, rate_id: int, *, now: datetime) -> StoredRate:
    """This function will return one rate. Raises: NotVisible."""
    for each in stored_rates(actor, now=now):
        if each.row.pk == rate_id:
            return each
    raise NotVisible("not_found", "There is no such rate.")


def rate_for(deal: Opportunity, currency: str, *, now: datetime) -> Decimal:
    """This function will return the rate a deal's amount counts with: its own, else today's (domain §0.3)."""
    if currency == deal.currency:
        return deal.rate
    newest = ExchangeRate.objects.filter(currency=currency, on__lte=now.date()).order_by("-on").first()
    return newest.rate if newest else Decimal(1)


def deals_at(actor: Actor, rate: StoredRate) -> list[Opportunity]:
    """This function will list the open deals priced with a rate, the largest first, 100 at most."""
    rows = visible_to(actor).filter(stage_kind="open", currency=rate.row.currency, rate_date__gte=rate.row.on)
    rows = rows.filter(rate_date__lt=rate.until) if rate.until else rows
    return list(rows.select_related("account", "owner").order_by("-amount_reporting", "-id")[:SHOWN])
