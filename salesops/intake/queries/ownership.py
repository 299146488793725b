"""Whose leads are by the map: by the account their company is where we know it, else by their place (domain §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from salesops.accounts.domain.naming import is_free_mail, normal_domain
from salesops.accounts.queries import accounts_of_domains
from salesops.intake.domain.leads import WORKED
from salesops.intake.models import Lead
from salesops.territories.domain.geography import Place
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.resolving import Resolution
from salesops.territories.queries import Standing, day_of, resolve, standings
from salesops.territories.queries.maps import territory_map


def domain_of(lead: Lead) -> str:
    """This function will return the web domain of a lead's company, by its e-mail where none is named."""
    named = lead.domain or ("" if is_free_mail(lead.person_email) else lead.person_email)
    return normal_domain(named) or ""


@dataclass(frozen=True, slots=True)
class Where:
    """What resolution asks of a lead: its place and size, or those of the account its company is."""

    place: Place
    employees: int | None
    account: Standing | None

    def resolve(self, known: TerritoryMap, day: date) -> Resolution:
        """Return whose the lead is on a day by a map."""
        if self.account is None:
            return resolve(self.place, self.employees, day, known)
        return replace(self.account, place=self.place).resolve(known, day)


def whereabouts(leads: Sequence[Lead], at: date | datetime) -> list[Where]:
    """This function will read what resolution asks of leads, in the order given; two statements and the accounts'.

    One whose company is an account of ours is whose the account is: its family, its segment of this fiscal year, its
    name on a territory's list; and its place, unless nobody knows it.
    """
    accounts = accounts_of_domains({domain for lead in leads if (domain := domain_of(lead))})
    standing = standings(accounts.values(), at) if accounts else {}
    found = []
    for lead in leads:
        own = Place(str(lead.country), lead.subdivision, lead.postal_code, "", lead.city)
        its = standing.get(accounts.get(domain_of(lead), 0))
        found.append(Where(its.place if its and its.place.country else own, lead.employees, its))
    return found


def resolve_leads(leads: Sequence[Lead], now: datetime, known: TerritoryMap | None = None) -> list[Resolution]:
    """This function will say whose each lead is now, in the order given (domain §5.2)."""
    there = known or territory_map()
    return [each.resolve(there, day_of(now)) for each in whereabouts(leads, now)]


def led_by_the_map() -> QuerySet[Lead]:
    """This function will return the worked leads that go where the map goes: nobody found, took or was handed them."""
    return Lead.objects.filter(Q(territory_id__isnull=False) | Q(owner__isnull=True), status__in=WORKED)


def heir_of(owner_id: int | None, found: Resolution) -> int | None:
    """This function will say who takes a lead over by the map; None where its owner may keep it or nobody sells."""
    if not found.is_owned or owner_id in found.sellers:
        return None
    return found.sdr_id or found.owner_id
