"""Choose who reads an introduction first (domain §11.2, §11.5)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from salesops.accounts.models import Partner
from salesops.intake.domain.introductions import WAITING
from salesops.intake.models import Introduction
from salesops.territories.domain.geography import Place
from salesops.territories.queries import resolve
from salesops.users.models import User
from salesops.users.queries import away_on

# Sales development reads first; where there is none, whoever else may decide (domain §1.3, intro.decide).
READERS = (("sdr",), ("ae", "bd"), ("revops_admin", "regional_vp", "leader"))


def choose_reviewer(introduction: Introduction, partner: Partner, now: datetime) -> int | None:
    """This function will return the id of who reads it first: the SDR of the place the company lies in.

    Where that is nobody, or they are away, whoever has the fewest introductions waiting and is here. None only where
    nobody in the house could decide.
    """
    waiting = Introduction.objects.filter(state__in=WAITING).values("reviewer_id").annotate(n=Count("pk"))
    load = dict(waiting.values_list("reviewer_id", "n"))
    away = away_on(now.date())
    place = Place(str(introduction.country), "", "", "", introduction.city)
    if (local := resolve(place, None, now).sdr_id) and local not in away:
        return local
    for roles in READERS:
        people = User.objects.filter(Q(role_grants__role__in=roles), is_active=True).distinct().order_by("id")
        ids = list(people.values_list("pk", flat=True))
        here = [each for each in ids if each not in away] or ids
        if here:
            return min(here, key=lambda each: (load.get(each, 0), each))
    return None
