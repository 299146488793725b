"""Partners and what they bring, for tests: a partner with a valid agreement, its person, ten good answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from salesops.accounts.models import Partner, PartnerPerson
from salesops.accounts.services.add_partner_person import add_partner_person
from salesops.accounts.services.create_partner import create_partner
from salesops.core.actor import Actor
from salesops.intake.models import Introduction, PortalSession
from salesops.intake.services.accept_introduction import Acceptance, accept_introduction
from salesops.intake.services.enter_portal import hash_secret
from salesops.intake.services.submit_introduction import submit_introduction
from salesops.intake.views.portal.entering import COOKIE
from salesops.users.queries import actor_of
from tests.cast import NOW, PASSWORD, act_as

WORDS = "We compared both side by side: another site, another budget."


def answers(now: datetime = NOW, **changed: str) -> dict[str, str]:
    """Return ten good answers, some of them changed."""
    wanted = now + timedelta(days=200)
    return {
        "website": "lakesideparking.example",
        "company": "Lakeside Parking Inc.",
        "country": "US",
        "city": "Milwaukee",
        "buyer": "Renee Park, VP Payments",
        "email": "r.park@lakesideparking.example",
        "agreed": "yes",
        "agreed_on": (now - timedelta(days=2)).date().isoformat(),
        "timeline": f"Q{(wanted.month - 1) // 3 + 1} {wanted.year}, terminals lose support",
        "problem": "Our kiosks stop taking contactless cards and nobody knows a certifier.",
        "promised": "no",
        "promised_what": "",
        **changed,
    }


def new_partner(name: str = "Vance & Cole", now: datetime = NOW, **values: Any) -> Partner:
    """File a partner whose agreement is valid for a year around `now`."""
    papers = {"nda_from": (now - timedelta(days=180)).date(), "nda_to": (now + timedelta(days=180)).date()}
    return create_partner(actor=act_as("kim"), now=now, name=name, **(papers | values))


def person_of(partner: Partner, name: str = "Paula Vance", now: datetime = NOW) -> PartnerPerson:
    """Take in somebody of a partner, with PASSWORD."""
    email = f"{name.replace(' ', '.').lower()}@partner{partner.pk}.example"
    return add_partner_person(
        actor=act_as("kim"), now=now, partner_id=partner.pk, name=name, email=email, password=PASSWORD
    )


def actor_for(person: PartnerPerson) -> Actor:
    """Return a partner's person as somebody who acts in the portal."""
    return actor_of(person.user_id, via="portal")


def introduced(actor: Actor, partner: Partner, *, now: datetime = NOW, **changed: str) -> Introduction:
    """Hand in an introduction for a partner, by its first person, who is taken in where there is none."""
    people = PartnerPerson.objects.filter(partner=partner, ended_at=None)
    if partner.nda_from is None:
        partner.nda_from, partner.nda_to = now.date() - timedelta(days=9), now.date() + timedelta(days=3650)
        partner.save()
    person = people.order_by("pk").first() or person_of(partner, now=now)
    return submit_introduction(actor=actor_for(person), now=now, answers=answers(now, **changed))


def accepted(introduction: Introduction, *, now: datetime = NOW, by: str = "tomas", **how: Any) -> Introduction:
    """Accept it for a partner, with words for whatever was found."""
    act_as("grace")
    done = Acceptance(**({"words": WORDS, "host_id": act_as("grace").person_id} | how))
    return accept_introduction(actor=act_as(by), now=now, receipt=introduction.receipt, how=done)


def portal_client(person: PartnerPerson, now: datetime) -> Client:
    """Return a browser with a session of the portal; signing in by the page has tests of its own."""
    secret = f"secret-of-{person.pk}"
    PortalSession.objects.get_or_create(
        secret_hash=hash_secret(secret),
        defaults={"person": person, "began_at": now, "ends_at": now + timedelta(hours=12)},
    )
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = secret
    return client
