"""Whose leads are by the map: by the account their company is where we know it, else by their place (domain §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from salesops.accounts.domain.naming import is_free_mail, normal_domain
from salesops.accounts.queries import accounts_of_domains
from salesops.intake.models import Lead
from salesops.territories.domain.geography import Place
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.resolving import Resolution
from salesops.territories.queries import day_of, resolve, standings
from salesops.territories.queries.maps import territory_map


def domain_of(lead: Lead) -> str:
    """This function will return the web domain of a lead's company, by its e-mail where none is named."""
    named = lead.domain or ("" if is_free_mail(lead.person_email) else lead.person_email)
    return normal_domain(named) or ""


def resolve_leads(leads: Sequence[Lead], now: datetime, known: TerritoryMap | None = None) -> list[Resolution]:
    """This function will say whose each lead is now, in the order given; two statements besides the map.

    One whose company is an account of ours is whose the account is: its family, its segment of this fiscal year, its
    name on a territory's list; and its place, unless nobody knows it.
    """
    there = known or territory_map()
    accounts = accounts_of_domains({domain for lead in leads if (domain := domain_of(lead))})
    standing = standings(accounts.values(), now) if accounts else {}
    found = []
    for lead in leads:
        place = Place(str(lead.country), lead.subdivision, lead.postal_code, "", lead.city)
        its = standing.get(accounts.get(domain_of(lead), 0))
        if its is None:
            found.append(resolve(place, lead.employees, now, there))
        else:
            found.append(replace(its, place=its.place if its.place.country else place).resolve(there, day_of(now)))
    return found
