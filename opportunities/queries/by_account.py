"""The deals of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from opportunities.queries.board import Card, make_cards
from opportunities.queries.listing import shown
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor

SHOWN = 50


@dataclass(frozen=True, slots=True)
class AccountSum:
    """Open deals of an account: how many, and their sum in the reporting currency."""

    count: int
    total: Decimal


@dataclass(slots=True)
class AccountDeals:
    """An account's deals: open ones first, then closed ones, newest first, 50 at most."""

    account_id: int
    cards: list[Card] = field(default_factory=list)


def sums_of_accounts(actor: Actor, ids: Sequence[int]) -> dict[int, AccountSum]:
    """This function will count and sum the open deals of many accounts in one statement."""
    rows = (
        visible_to(actor)
        .filter(account_id__in=ids)
        .values("account_id")
        .annotate(
            n=Count("id", filter=Q(stage_kind="open")), total=Sum("amount_reporting", filter=Q(stage_kind="open"))
        )
    )
    return {row["account_id"]: AccountSum(row["n"], row["total"] or Decimal(0)) for row in rows}


def deals_of_accounts(actor: Actor, ids: Sequence[int], *, now: datetime) -> dict[int, AccountDeals]:
    """This function will read the deals of accounts with their gates."""
    found = {pk: AccountDeals(pk) for pk in ids}
    rows = shown(visible_to(actor).filter(account_id__in=ids))
    for card in make_cards(list(rows.order_by("closed_at", "-amount_reporting", "-id").reverse()[:SHOWN]), now=now):
        if card.opportunity.account_id is not None:
            found[card.opportunity.account_id].cards.append(card)
    for deals in found.values():
        deals.cards.sort(key=lambda card: (not card.opportunity.is_open, -card.opportunity.amount_reporting))
    return found
