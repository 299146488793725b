"""Whose is it: resolve an address or accounts on any day, with the reason (domain §5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.db import connection

from salesops.accounts.domain.segments import segment_of
from salesops.accounts.queries import account_by_id
from salesops.core.actor import Actor
from salesops.territories.domain.geography import Place
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.resolving import Override, Resolution
from salesops.territories.domain.resolving import resolve as resolve_place
from salesops.territories.domain.segments import segment_on
from salesops.territories.queries.maps import territory_map

STANDING = Path(__file__).with_name("standing.sql").read_text(encoding="utf-8")
SOURCES = {"override": "Set by hand", "headquarters": "Verified headquarters", "billing": "Billing address"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What resolution asks of an account, read from the account at the top of its family (domain §5.2 a–c)."""

    account_id: int
    top_id: int
    top_name: str
    place: Place
    source: str
    employees: int | None
    frozen: dict[int, str]
    named: Override | None

    def resolve(self, known: TerritoryMap, day: date) -> Resolution:
        """Return whose the account is on a day."""
        return resolve_place(known, self.place, segment_on(day, self.employees, self.frozen), day, self.named)


def day_of(at: date | datetime) -> date:
    """This function will return the day a moment lies in, in UTC; days as they are."""
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at


def resolve(place: Place, employees: int | None, at: date | datetime, known: TerritoryMap | None = None) -> Resolution:
    """This function will say whose an address is, for a company of so many people (domain §5.2).

    Never nobody without a reason: a gap, a vacancy or an overlap goes to the regional VP for the time being.
    """
    return resolve_place(known or territory_map(), place, segment_of(employees), day_of(at))


def resolve_account(account_id: int, at: date | datetime) -> Resolution:
    """This function will say whose an account is, by its ultimate parent (domain §5.2).

    Raises: KeyError where there is no such account.
    """
    return resolve_accounts([account_id], at)[account_id]


def resolve_accounts(
    ids: Iterable[int], at: date | datetime, known: TerritoryMap | None = None
) -> dict[int, Resolution]:
    """This function will say whose each account is, however many in the same seven statements (domain §5.2)."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    there = known or territory_map()
    return {pk: each.resolve(there, day_of(at)) for pk, each in standings(wanted, at).items()}


def explain_account(actor: Actor, account_id: int, at: date | datetime) -> tuple[Standing, Resolution]:
    """This function will say whose an account is, with what was asked of it. Raises: NotVisible."""
    account_by_id(actor, account_id)
    standing = standings([account_id], at)[account_id]
    return standing, standing.resolve(territory_map(), day_of(at))


def standings(ids: Iterable[int], at: date | datetime) -> dict[int, Standing]:
    """This function will read what resolution asks of accounts, in one statement."""
    moment = at if isinstance(at, datetime) else datetime.combine(at, time.max, UTC)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"ids": list(ids), "at": moment, "day": day_of(at)})
        return {row[0]: _standing(row) for row in cursor.fetchall()}


def _standing(row: tuple) -> Standing:  # type: ignore[type-arg]
    asked, top, name, source, country, subdivision, postal, county, city, employees, frozen, *named = row
    place = Place(country, subdivision, postal, county, city)
    years = {int(year): segment for year, segment in (frozen or {}).items()}
    override = Override(*named) if named[0] is not None else None
    return Standing(asked, top, name, place, source, employees, years, override)
