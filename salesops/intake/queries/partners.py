"""Partners as our own people read them: how their papers stand, and their ledger of protection (domain §11.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from salesops.accounts.domain.nda import NdaState
from salesops.accounts.models import Partner, PartnerPerson
from salesops.accounts.queries import partners
from salesops.core.actor import Actor
from salesops.intake.domain.introductions import RUNNING, WAITING
from salesops.intake.models import Introduction
from salesops.intake.queries.introductions import visible_to


@dataclass(frozen=True, slots=True)
class Listed:
    """One partner of the list, with how much of theirs waits and runs."""

    partner: Partner
    nda: NdaState
    waiting: int
    running: int


def listed_partners(actor: Actor, today: date) -> list[Listed]:
    """This function will list the partners the actor may see, by name."""
    waiting = Count("introductions", filter=Q(introductions__state__in=WAITING))
    running = Count("introductions", filter=Q(introductions__state__in=RUNNING))
    rows = partners(actor).select_related("manager").annotate(waiting=waiting, running=running).order_by("name", "id")
    return [Listed(row, row.nda_on(today), row.waiting, row.running) for row in rows]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A partner's people and what they brought, with the protection of each."""

    people: list[PartnerPerson]
    introductions: list[Introduction]


def ledger_of(actor: Actor, partner_id: int) -> Ledger:
    """This function will return a partner's people and its newest introductions, for who may see introductions."""
    people = PartnerPerson.objects.filter(partner_id=partner_id, partner__in=partners(actor)).select_related("user")
    brought = visible_to(actor).filter(partner_id=partner_id).select_related("host", "protection")
    return Ledger(list(people), list(brought.order_by("-submitted_at", "-id")[:50]))
