"""What kind of customer accounts are (domain §9.3): from what they bought and what people said, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from opportunities.domain.customers import Customer, Override, Term, classify_customer, history
from opportunities.domain.subtypes import Agreement, months_after
from salesops.accounts.queries import account_by_id
from salesops.charter import Facts, decide
from salesops.core.actor import Actor, RecordRef

_READ = """
    WITH asked AS ({asked})
    SELECT asked.key, asked.account_id, 'won', coalesce(nullif(o.use_case, ''), o.name), o.closed_at, o.term_months,
           NULL::date, '', '', o.id
    FROM asked JOIN opportunities_opportunity o ON o.account_id = asked.account_id AND o.stage_kind = 'won'
    UNION ALL
    SELECT asked.key, asked.account_id, 'said', c.kind, c.at, 0, c.until, c.reason, u.name, c.id
    FROM asked JOIN opportunities_customeroverride c ON c.account_id = asked.account_id
         JOIN users_user u ON u.id = c.by_id
    UNION ALL
    SELECT asked.key, asked.account_id, 'is', '', NULL, 0, NULL, '', '', 0 FROM asked WHERE account_id IS NOT NULL
    ORDER BY 1, 3, 10
"""
_ACCOUNTS = "SELECT id AS key, id AS account_id FROM accounts_account WHERE id = ANY(%s)"
_DEALS = "SELECT id AS key, account_id FROM opportunities_opportunity WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """What an account is, what it was from which day on, and whether the reader may say otherwise."""

    account_id: int
    customer: Customer
    history: list[Any]
    may_override: bool
    terms: list[Term]
    today: date

    @property
    def agreements(self) -> list[Agreement]:
        """What it still holds, the longest running first."""
        running = [Agreement(each.name, each.until) for each in self.terms if each.until >= self.today]
        return sorted(running, key=lambda each: each.until, reverse=True)


def customers(actor: Actor, ids: Sequence[int], *, now: datetime) -> dict[int, CustomerPanel]:
    """This function will classify accounts, by their ids."""
    return _read(actor, _ACCOUNTS, ids, now)


def customers_of_deals(actor: Actor, ids: Sequence[int], *, now: datetime) -> dict[int, CustomerPanel]:
    """This function will classify the accounts of opportunities, by the ids of these; one without account has none."""
    return _read(actor, _DEALS, ids, now)


def customer_of(actor: Actor, account_id: int, *, now: datetime) -> CustomerPanel:
    """This function will classify one account. Raises: NotVisible where there is none for this actor."""
    return customers(actor, [account_by_id(actor, account_id).pk], now=now)[account_id]


def _read(actor: Actor, asked: str, ids: Sequence[int], now: datetime) -> dict[int, CustomerPanel]:
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(asked=asked), [list(ids)])
        rows = cursor.fetchall()
    accounts = {key: account_id for key, account_id, *_ in rows}
    terms: dict[int, list[Term]] = {key: [] for key in accounts}
    said: dict[int, list[Override]] = {key: [] for key in accounts}
    for key, _, what, name, at, months, until, reason, by, _ in rows:
        if what == "won":
            terms[key].append(Term(name, at.date(), months_after(at.date(), months)))
        elif what == "said":
            said[key].append(Override(name, until, reason, by, at.date()))
    today = now.date()
    return {
        key: CustomerPanel(
            account_id,
            classify_customer(terms[key], said[key], today),
            history(terms[key], said[key], today),
            decide(actor, "account.edit", Facts(subject=RecordRef("account", account_id))).allowed,
            terms[key],
            today,
        )
        for key, account_id in accounts.items()
    }
