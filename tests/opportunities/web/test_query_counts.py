"""Pages cost the same number of statements however many deals there are, and never more than their limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.data import generate
from salesops.users.models import User
from tests.cast import Cast
from tests.conftest import empty_tables
from tests.servers import url_for
from tests.story import Deal, new_account

BASELINE = Path(__file__).parents[2] / "query_counts.json"
# Statements besides session and user (performance F1–F3).
LIMITS = {"table": 6, "board": 12, "opportunity": 20}
OF_DEALS = ("table", "table gates", "board", "board by owner", "lane", "opportunity", "opportunity history")
PAGES = {
    "table": "/opportunities/table/",
    "table gates": "/opportunities/gates/?ids={deal}",
    "board": "/opportunities/?process={process}",
    "board by owner": "/opportunities/?process={process}&group=owner",
    "lane": "/opportunities/lane/?process={process}&lane={stage}&after=999999999_1",
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


def counts(client: Client, **where: object) -> dict[str, int]:
    """Count the statements of every page, the one that reads the user taken off."""
    return {name: len(statements(client, address.format(**where))) - 1 for name, address in PAGES.items()}


@pytest.mark.django_db
class TestPages:
    def test_cost_what_the_baseline_says_with_few_and_with_many_deals(self, cast: Cast, elena: Client) -> None:
        deal = Deal(cast)
        deal.open_discovery_gate()
        where = {
            "deal": deal.id,
            "account": deal.account.pk,
            "process": "generic.three_stage",
            "stage": "discovery",
        }
        few = counts(elena, **where)
        for number in range(30):
            other = Deal(cast, account=new_account(f"Fjord {number}"))
            other.log_call()
            other.name_buyer()
            other.assess("identify_pain", 1)
        many = counts(elena, **where)
        assert many == few
        assert few == json.loads(BASELINE.read_text()), (
            f"Accept by writing to {BASELINE.name}: {json.dumps(few, indent=2)}"
        )

    def test_stay_within_their_limits(self) -> None:
        baseline = json.loads(BASELINE.read_text())
        assert {name: baseline[name] for name, most in LIMITS.items() if baseline[name] > most} == {}


@pytest.mark.django_db(transaction=True)
class TestABigCompany:
    def test_costs_with_100_000_deals_what_it_costs_with_ten(self, database_name: str, client: Client) -> None:
        found = {}
        for deals in (10, 100_000):
            empty_tables(database_name)
            generate(url_for("", database_name), deals)
            client.force_login(User.objects.get(pk=1), backend=settings.AUTHENTICATION_BACKENDS[0])
            all_pages = counts(client, deal=1, account=1, process="nb.community", stage="identification")
            found[deals] = {name: all_pages[name] for name in OF_DEALS}
        assert found[100_000] == found[10]
        assert {name: found[10][name] for name, most in LIMITS.items() if found[10][name] > most} == {}
