"""The demo company's map: plan v1 as it was found, a draft v2 that mends it, headquarters, one dispute (§13.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL
from salesops.accounts.models import Account
from salesops.core.actor import Actor
from salesops.management.demo.people import People
from salesops.territories.models import Territory
from salesops.territories.services.adopt_plan import Held, adopt_plan
from salesops.territories.services.create_territory import create_territory
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.place_account import NewPlace, place_account
from salesops.territories.services.plan_person import plan_person
from salesops.territories.services.raise_dispute import raise_dispute
from salesops.territories.services.write_rule import NewRule, drop_rule, write_rule
from salesops.users.queries import actor_for

ANY: tuple[str, ...] = ()
# territory → (theatre, account executive, its places with their segments)
MAP: dict[str, tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "US, other states": ("americas", "Kofi Mensah", (("US", ANY),)),
    "US West": ("americas", "Dev Patel", (("US-CA", ANY), ("bay_area", (ENTERPRISE,)))),
    "Bay Area": ("americas", "Dev Patel", (("bay_area", ANY), ("bay_area", (ENTERPRISE,)))),
    "Texas": ("americas", "Sofia Castell", (("US-TX", ANY),)),
    "Texas metros": (
        "americas",
        "Sofia Castell",
        (("dallas_fort_worth", ANY), ("houston", ANY), ("austin_san_antonio", ANY)),
    ),
    "Canada": ("americas", "Kofi Mensah", (("CA", ANY),)),
    "LATAM": ("americas", "Sofia Castell", (("latam", ANY),)),
    "UK/Ireland": ("emea", "Liam O'Dea", (("uk_ireland", ANY),)),
    "DACH": ("emea", "Hannah Brandt", (("dach", ANY),)),
    "Nordics": ("emea", "Elena Petrova", (("nordics", ANY),)),
    "Benelux": ("emea", "Elena Petrova", (("benelux", ANY),)),
    "Middle East and Africa": ("emea", "Liam O'Dea", (("middle_east", ANY), ("africa", ANY))),
    "India Enterprise": ("japac", "Arjun Nair", (("IN", (ENTERPRISE,)),)),
    "India Mid-Market": ("japac", "Arjun Nair", (("IN", (MID_MARKET,)),)),
    "Rest of APAC": ("japac", "Yuki Tanabe", (("rest_of_apac", ANY),)),
}
DEVELOPERS = {"americas": "Grace Lindqvist", "emea": "Malik Owens"}
POSTAL_CODES = {"San Jose": "95113", "Dallas": "75201", "Austin": "78701", "Houston": "77002"}
AGES_AGO = timedelta(days=640)
AHEAD = timedelta(days=30)


def draw_map(operations: Actor, people: People, now: datetime) -> None:
    """Take over plan v1 with its gaps and its overlap, and draft v2: all mended but one territory without a seller."""
    made = {
        name: create_territory(actor=operations, now=now, name=name, theatre=theatre)
        for name, (theatre, _, _) in MAP.items()
    }
    began = (now - AGES_AGO).date()
    rules = [
        NewRule(made[name].pk, node, frozenset(segments))
        for name, (_, _, places) in MAP.items()
        for node, segments in places
    ]
    held = [Held(made[name].pk, "ae", people.by_name[person].pk, began) for name, (_, person, _) in MAP.items()]
    held += [
        Held(made[name].pk, "sdr", people.by_name[DEVELOPERS[theatre]].pk, began)
        for name, (theatre, _, _) in MAP.items()
        if theatre in DEVELOPERS
    ]
    reason = "The map as it was kept in a sheet."
    adopt_plan(actor=operations, now=now, effective_on=began, reason=reason, rules=rules, held=held)
    _draft_the_next(operations, made, people, now)


def _draft_the_next(operations: Actor, made: dict[str, Territory], people: People, now: datetime) -> None:
    reason = (
        "Close the gaps in Europe and India, end the overlap in the Bay Area, give Washington to the West "
        "and Benelux to Hannah. Rest of EMEA still wants a seller."
    )
    plan = draft_plan(actor=operations, now=now, effective_on=(now + AHEAD).date(), reason=reason)
    rest = create_territory(actor=operations, now=now, name="Rest of EMEA", theatre="emea")
    write_rule(
        actor=operations, now=now, number=plan.number, version=None, new=NewRule(rest.pk, "rest_of_emea", frozenset())
    )
    both = NewRule(made["India Mid-Market"].pk, "IN", frozenset({SMALL, MID_MARKET}))
    widened = plan.rules.get(territory=made["India Mid-Market"])
    write_rule(actor=operations, now=now, number=plan.number, version=None, new=both, rule_id=widened.pk)
    washington = NewRule(made["US West"].pk, "US-WA")
    write_rule(actor=operations, now=now, number=plan.number, version=None, new=washington)
    doubled = plan.rules.get(territory=made["US West"], node="bay_area")
    drop_rule(actor=operations, now=now, number=plan.number, version=None, rule_id=doubled.pk)
    plan_person(
        actor=operations, now=now, number=plan.number, version=None, territory_id=made["Benelux"].pk, duty="ae",
        person_id=people.by_name["Hannah Brandt"].pk,
    )  # fmt: skip


def verify_headquarters(operations: Actor, account: Account, now: datetime) -> None:
    """Note the postal code of accounts in the metros: without it they would count for their state."""
    if account.city in POSTAL_CODES:
        place = NewPlace(
            "headquarters", str(account.country), account.subdivision, POSTAL_CODES[account.city], city=account.city
        )
        place_account(
            actor=operations, now=now, account_id=account.pk, new=place, reason="Read in the commercial register."
        )


def dispute_an_account(people: People, account: Account, now: datetime) -> None:
    """Let Hannah claim a Dutch account whose buyers sit in Düsseldorf."""
    hannah = people.by_name["Hannah Brandt"]
    claimed = Territory.objects.get(name="DACH")
    why = "Their purchasing moved to Düsseldorf in spring; every meeting since was with that office."
    raise_dispute(
        actor=actor_for(hannah),
        now=now - timedelta(days=2),
        account_id=account.pk,
        claimed_by_id=claimed.pk,
        reason=why,
    )
