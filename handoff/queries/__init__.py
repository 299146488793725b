"""Reads of agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from handoff.models import Agreement
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor


def agreements(actor: Actor) -> QuerySet[Agreement]:
    """This function will list the agreements of the deals an actor may see in full, voided ones too."""
    return Agreement.objects.filter(opportunity__in=visible_to(actor))


@dataclass(frozen=True, slots=True)
class AccountAgreements:
    """The agreements of an account, the longest running first; the day says which run."""

    rows: tuple[Agreement, ...]
    today: date


def agreements_of_accounts(actor: Actor, ids: Sequence[int], *, now: datetime) -> Mapping[int, AccountAgreements]:
    """This function will list the agreements in force of many accounts, ended ones too; none where there is none."""
    rows = agreements(actor).filter(account__in=ids, voided_at=None).order_by("-ends_on", "id")
    found: dict[int, list[Agreement]] = {}
    for row in rows:
        found.setdefault(row.account_id or 0, []).append(row)
    return {pk: AccountAgreements(tuple(each), now.date()) for pk, each in found.items()}
