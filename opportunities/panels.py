"""What layer 2 shows on the pages of accounts: their deals, and what kind of customer they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from opportunities.queries.by_account import AccountDeals, AccountSum, deals_of_accounts, sums_of_accounts
from opportunities.queries.customers import CustomerPanel, customers
from salesops.core.actor import Actor
from salesops.web.panels import panel


@panel("account.main", "deals", order=10, template="opportunities/account_deals.html")
def account_deals(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountDeals]:
    """Give an account's deals."""
    return deals_of_accounts(actor, list(known), now=now)


@panel("account.row", "sums", order=10, template="opportunities/account_sum.html")
def account_sums(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountSum]:
    """Give how many open deals accounts have, and their sum."""
    return sums_of_accounts(actor, list(known))


@panel("account.rail", "customer", order=10, template="opportunities/customer.html")
def account_customer(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, CustomerPanel]:
    """Give what kind of customer an account is."""
    return customers(actor, list(known), now=now)
