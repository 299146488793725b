"""Reads of agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from handoff.models import Agreement
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor


def agreements(actor: Actor) -> QuerySet[Any]:
    """This function will list the agreements of the deals an actor may see in full, voided ones too.

    `holder_id` is the account that holds it now, its deal's; `account_id` the one that signed, merged since or not.
    """
    return Agreement.objects.filter(opportunity__in=visible_to(actor)).annotate(holder_id=F("opportunity__account_id"))


@dataclass(frozen=True, slots=True)
class AccountAgreements:
    """The agreements of an account, the longest running first; the day says which run."""

    rows: tuple[Agreement, ...]
    today: date


def agreements_of_accounts(actor: Actor, ids: Sequence[int], *, now: datetime) -> Mapping[int, AccountAgreements]:
    """This function will list the agreements in force of many accounts, ended ones too; none where there is none."""
    rows = agreements(actor).filter(holder_id__in=ids, voided_at=None).order_by("-ends_on", "id")
    found: dict[int, list[Agreement]] = {}
    for row in rows:
        found.setdefault(row.holder_id, []).append(row)
    return {pk: AccountAgreements(tuple(each), now.date()) for pk, each in found.items()}
