"""What layer 5 shows on the pages below, and how its events read on a deal's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handoff import events
from handoff.queries import AccountAgreements, agreements_of_accounts
from opportunities.domain.told import Told, add_told
from salesops.core.actor import Actor
from salesops.web.panels import panel

add_told(
    {
        events.AGREEMENT_SIGNED: Told("stamp", "Agreement on record", "From {starts_on} to {ends_on}"),
        events.AGREEMENT_VOIDED: Told("undo-2", "Agreement voided", "{reason}"),
    }
)


@panel("account.main", "agreements", order=20, template="handoff/account_agreements.html")
def account_agreements(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountAgreements]:
    """Give an account's agreements."""
    return agreements_of_accounts(actor, list(known), now=now)
