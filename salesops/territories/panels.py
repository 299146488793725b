"""What territories show on the page of an account: whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salesops.core.actor import Actor
from salesops.territories.models import AccountHolding
from salesops.territories.queries.following import holdings
from salesops.web.panels import panel


@panel("account.rail", "territory", order=5, template="territories/account.html")
def account_territory(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountHolding]:
    """Give whose accounts are, as the sweeper last found; the reason is a click away."""
    return holdings(list(known))
