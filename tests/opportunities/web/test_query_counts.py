"""Pages cost the same number of statements however many deals there are, and never more than their limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.story import Deal, new_account

BASELINE = Path(__file__).parents[2] / "query_counts.json"
# Statements besides session and user (performance F1–F3).
LIMITS = {"table": 6, "board": 12, "opportunity": 20}
PAGES = {
    "table": "/opportunities/table/",
    "table gates": "/opportunities/gates/?ids={deal}",
    "board": "/opportunities/?process=generic.three_stage",
    "board by owner": "/opportunities/?process=generic.three_stage&group=owner",
    "lane": "/opportunities/lane/?process=generic.three_stage&lane=discovery&after=999999999_1",
    "opportunity": "/opportunities/{deal}/",
    "opportunity history": "/opportunities/{deal}/?tab=history",
    "today": "/today/",
    "move": "/opportunities/{deal}/move/",
    "accounts": "/accounts/",
    "account": "/accounts/{account}/",
    "contacts": "/contacts/",
    "processes": "/settings/processes/",
    "audit log": "/settings/audit/",
    "search": "/search/?q=fjord",
}


def statements(client: Client, address: str) -> list[str]:
    """Return the statements of one page, without session and user."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, address
    texts = [query["sql"] for query in captured.captured_queries]
    return [text for text in texts if not text.startswith(("SAVEPOINT", "RELEASE")) and "django_session" not in text]


def counts(client: Client, deal: Deal) -> dict[str, int]:
    """Count the statements of every page, the one that reads the user taken off."""
    found = {}
    for name, address in PAGES.items():
        where = address.format(deal=deal.id, account=deal.account.pk)
        found[name] = len(statements(client, where)) - 1
    return found


@pytest.mark.django_db
class TestPages:
    def test_cost_what_the_baseline_says_with_few_and_with_many_deals(self, cast: Cast, elena: Client) -> None:
        deal = Deal(cast)
        deal.open_discovery_gate()
        few = counts(elena, deal)
        for number in range(30):
            other = Deal(cast, account=new_account(f"Fjord {number}"))
            other.log_call()
            other.name_buyer()
            other.assess("identify_pain", 1)
        many = counts(elena, deal)
        assert many == few
        assert few == json.loads(BASELINE.read_text()), (
            f"Accept by writing to {BASELINE.name}: {json.dumps(few, indent=2)}"
        )

    def test_stay_within_their_limits(self) -> None:
        baseline = json.loads(BASELINE.read_text())
        assert {name: baseline[name] for name, most in LIMITS.items() if baseline[name] > most} == {}
