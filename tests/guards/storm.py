"""Many clients at once on few opportunities, each with a connection of its own and real commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from typing import Any

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE, QUERY_CANCELED

from opportunities.services.advance import advance
from opportunities.services.amend import amend
from opportunities.services.attest import Evidence, attest, withdraw_attestation
from opportunities.services.send_back import send_back
from opportunities.services.set_next_step import set_next_step
from qualification.services.assess import NewAssessment, assess
from salesops.core.actor import Actor
from salesops.core.errors import SalesOpsError
from tests.story import NOTE, Deal

WHY = "The steering committee asked for another round."


@dataclass
class Weather:
    """What a storm left behind: acts by name and outcome, and every database error in words."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)

    def done(self) -> int:
        """How many acts were acknowledged."""
        return sum(count for (_, outcome), count in self.outcomes.items() if outcome == "done")


def acts(deal: Deal, owner: Actor, vp: Actor, chance: Random) -> list[tuple[str, Callable[[], Any]]]:
    """Return the acts a client chooses from."""
    now = timezone.now()
    known = {"actor": owner, "now": now, "opportunity_id": deal.id}
    evidence = Evidence(NOTE, "customer_said", contact_id=deal.contact.pk)
    assessment = NewAssessment(
        chance.choice(["economic_buyer", "identify_pain"]), chance.choice([0, 1, 1]), NOTE, "customer_said",
        contact_id=deal.contact.pk,
    )  # fmt: skip
    return [
        ("advance", lambda: advance(**known)),
        ("send_back", lambda: send_back(**{**known, "actor": vp}, reason=WHY)),
        ("assess", lambda: assess(**known, new=assessment)),
        ("attest", lambda: attest(**known, criterion_id="2b-X1", evidence=evidence)),
        ("withdraw", lambda: withdraw_attestation(**known, criterion_id="2b-X1", reason=WHY)),
        ("amend", lambda: amend(**known, changes={"problem": f"Problem as told {chance.random()}"})),
        ("next_step", lambda: set_next_step(**known, text=f"Call {chance.random()}", due=now.date())),
    ]


def rage(deals: Sequence[Deal], owner: Actor, vp: Actor, *, clients: int, operations: int) -> Weather:
    """Let the clients loose on the deals; return what happened."""
    weather, start = Weather(), Barrier(clients)

    def client(number: int) -> None:
        chance = Random(number)  # the same storm every time
        start.wait()
        try:
            for _ in range(operations):
                name, act = chance.choice(acts(chance.choice(deals), owner, vp, chance))
                try:
                    act()
                    weather.outcomes[name, "done"] += 1
                except SalesOpsError:
                    weather.outcomes[name, "refused"] += 1
                except OperationalError as error:
                    # Waiting too long for a lock is an answer (503, try again); a deadlock is a fault of ours.
                    is_busy = getattr(error.__cause__, "pgcode", "") in (QUERY_CANCELED, LOCK_NOT_AVAILABLE)
                    weather.outcomes[name, "busy"] += is_busy
                    weather.breaches += [] if is_busy else [f"{name}: {error}".split("\n")[0]]
                except DatabaseError as error:
                    weather.breaches.append(f"{name}: {error}".split("\n")[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    return weather
