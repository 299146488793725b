"""Beside each entry of the navigation stands how much waits for the reader behind it, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salesops.intake.models import Introduction
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.intake.introducing import introduced, new_partner
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
Browsers = Callable[[str], Client]


def counts(browser: Client) -> dict[str, int]:
    """Return the numbers by the key of their entry, without the noughts, which show nothing."""
    page = browser.get("/counts/").content.decode()
    found = re.findall(r"""\[data-count='(\w)'\]"><span class="side-count">(\d+)""", page)
    return {key: int(number) for key, number in found}


def test_decisions_wait_for_who_decides(cast: Cast, browser_of: Browsers) -> None:
    Asking(cast).submit()
    Asking(cast, discount=5).submit()
    tomas = browser_of("tomas")
    assert counts(tomas)["a"] == tomas.get("/approvals/").context["queue"].total == 2
    assert "a" not in counts(browser_of("elena"))
    assert "a" not in counts(browser_of("vera"))


def test_introductions_and_leads_wait_for_their_reader_and_owner(cast: Cast, browser_of: Browsers) -> None:
    introduction = introduced(cast.actor("kim"), new_partner())
    Introduction.objects.filter(pk=introduction.pk).update(reviewer=cast.grace.user_id)
    a_lead(cast)
    a_lead(cast, company="Havre Cartes", domain="havre.example", person_email="e@havre.example")
    grace = counts(browser_of("grace"))
    assert (grace["u"], grace["l"]) == (1, 2)
    assert not {"u", "l"} & counts(browser_of("arjun")).keys()


def test_they_cost_as_much_however_much_waits(cast: Cast, browser_of: Browsers) -> None:
    tomas, cost = browser_of("tomas"), []
    for _ in range(2):
        Asking(cast).submit()
        tomas.get("/counts/")
        with CaptureQueriesContext(connection) as captured:
            tomas.get("/counts/")
        cost.append(len(captured))
    assert cost[0] == cost[1] <= 12
    assert counts(tomas)["a"] == 2
