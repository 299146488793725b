"""Files partners with a person, a session and introductions each, and prints them as JSON; run by bench/portal.py."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from salesops.accounts.services.add_partner_person import add_partner_person  # noqa: E402
from salesops.accounts.services.create_partner import create_partner  # noqa: E402
from salesops.core.actor import SYSTEM, Actor  # noqa: E402
from salesops.intake.models import PortalSession  # noqa: E402
from salesops.intake.services.enter_portal import hash_secret  # noqa: E402
from salesops.intake.services.submit_introduction import submit_introduction  # noqa: E402
from salesops.users.queries import actor_of  # noqa: E402
from salesops.users.services.create_person import create_person  # noqa: E402
from salesops.users.services.grant_role import grant_role  # noqa: E402

NOW = timezone.now()
EACH = 2


def main(partners: int) -> None:
    """Print for each partner the secret of a session and its receipts."""
    kim = create_person(actor=SYSTEM, now=NOW, email="operations@bench.example", name="Operations")
    grant_role(actor=SYSTEM, now=NOW, user_id=kim.pk, role="revops_admin")
    print(json.dumps([partner(actor_of(kim.pk), number) for number in range(partners)]))


def partner(kim: Actor, number: int) -> dict[str, object]:
    """File one partner with everything."""
    papers = {"nda_from": NOW.date() - timedelta(days=9), "nda_to": NOW.date() + timedelta(days=90)}
    filed = create_partner(actor=kim, now=NOW, name=f"Partner {number}", **papers)
    email = f"person{number}@partner.example"
    person = add_partner_person(actor=kim, now=NOW, partner_id=filed.pk, name=f"Person {number}", email=email)
    secret = f"bench-{number}"
    lasts = NOW + timedelta(days=1)
    PortalSession.objects.create(secret_hash=hash_secret(secret), person=person, began_at=NOW, ends_at=lasts)
    theirs = actor_of(person.user_id, via="portal")
    sent = [submit_introduction(actor=theirs, now=NOW, answers=answers(f"{number}-{each}")) for each in range(EACH)]
    return {"secret": secret, "receipts": [row.receipt for row in sent]}


def answers(name: str) -> dict[str, str]:
    """Write ten good answers about a company of that name."""
    wanted = NOW + timedelta(days=200)
    return {
        "website": f"company{name}.example", "company": f"Company {name}", "country": "US", "city": "Milwaukee",
        "buyer": "Renee Park, VP Payments", "email": f"buyer@company{name}.example", "agreed": "yes",
        "agreed_on": NOW.date().isoformat(), "timeline": f"{wanted:%b %Y}, terminals lose support", "promised": "no",
        "problem": "Our kiosks stop taking contactless cards and nobody knows a certifier.",
    }  # fmt: skip


main(int(sys.argv[1]))
