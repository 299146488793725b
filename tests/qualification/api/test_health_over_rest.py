"""The health of a deal and its changes over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from opportunities.services.amend import amend
from qualification.services.recompute_health import recompute_health
from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal nobody has read yet."""
    return Deal(cast)


def get(client: Client, deal: Deal, name: str) -> Any:
    """Return an answer's body."""
    answer = client.get(f"/api/v1/opportunities/{deal.id}/{name}/")
    assert answer.status_code == 200
    return answer.json()


def test_is_empty_until_it_was_read(deal: Deal, elena: Client) -> None:
    health = get(elena, deal, "health")
    assert (health["score"], health["band"], health["signals"], health["computed_at"]) == (None, "", [], None)
    assert get(elena, deal, "health-changes")["results"] == []


def test_adds_up_and_says_when(deal: Deal, elena: Client) -> None:
    recompute_health(ids=[deal.id], now=deal.now)
    health = get(elena, deal, "health")
    assert health["score"] == health["sum"] == 50 + sum(signal["points"] for signal in health["signals"])
    assert set(health["signals"][0]) == {"key", "points", "sentence", "where"}
    assert (health["velocity"], health["position"], health["sentiment"]) == ("at_risk", "unknown", None)
    parts = health["priority_parts"]
    shares = (
        (0.35, parts["value"]),
        (0.25, parts["probability"] / 100),
        (0.2, parts["health"] / 100),
        (0.2, parts["urgency"]),
    )
    assert health["priority"] == round(100 * sum(weight * share for weight, share in shares))
    assert health["computed_at"] == deal.now.isoformat().replace("+00:00", "Z")


def test_lists_the_changes_newest_first(deal: Deal, elena: Client) -> None:
    recompute_health(ids=[deal.id], now=deal.now)
    amend(**deal.known(), changes={"position": "preferred"})
    recompute_health(ids=[deal.id], now=deal.now + timedelta(minutes=1))
    newest, first = get(elena, deal, "health-changes")["results"]
    assert newest["score"] == first["score"] + 8
    assert [len(each["signals"]) for each in (newest, first)] == [len(first["signals"]) + 1, len(first["signals"])]


def test_hides_what_the_deal_hides(deal: Deal, as_person: Any) -> None:
    for name in ("health", "health-changes"):
        assert as_person("victor").get(f"/api/v1/opportunities/{deal.id}/{name}/").status_code == 404
