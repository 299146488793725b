"""The last approval and the withdrawal of the same request at once: one of them holds, never both (P4, P6)."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from approvals.services.approve import approve
from approvals.services.withdraw import withdraw
from salesops.core.errors import SalesOpsError
from tests.approvals.asking import Asking
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 1_000 if os.environ.get("SALESOPS_PROVE") == "long" else 6


def race(*acts: Callable[[], Any]) -> list[str]:
    """Let the acts start together, each on its own connection; return what each came to."""
    start, came_to = Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            act()
            came_to[place] = "done"
        except SalesOpsError as error:
            came_to[place] = error.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_to


def outside(asking: Asking) -> list[str]:
    """Ask the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_outside(%s, now())", [asking.pricing.offer.pk])
        return list(cursor.fetchone()[0])


def test_an_approval_and_a_withdrawal_never_both_hold() -> None:
    cast = Cast({})
    for _ in range(RACES):
        asking = Asking(cast, discount=12)
        asking.submit("discount_outside_guardrails")
        while len(asking.waiting) > 1:
            asking.approve()
        last = {"regional_vp": "tomas", "vp_finance": "naomi", "leader": "ingrid"}[asking.waiting[0].role]
        known = asking.known(last)
        taken = {"actor": asking.deal.actor, "now": asking.deal.now, "request_id": asking.request_id}
        came_to = race(lambda known=known: approve(**known), lambda taken=taken: withdraw(**taken))
        assert came_to.count("done") == 1, came_to
        assert (outside(asking) == []) == (asking.row.state == "approved")
