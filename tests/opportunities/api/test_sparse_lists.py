"""A list asked for some fields reads those columns alone, and shows of them what it shows of all."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.opportunities.api.test_deal_over_rest import DEALS, Program, deal, seller  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def listed(program: Program, query: str) -> tuple[dict[str, Any], list[str]]:
    """Return the first record of a list and the statements it took."""
    program.client.get(DEALS)
    with CaptureQueriesContext(connection) as captured:
        record = program.client.get(f"{DEALS}?{query}").json()["results"][0]
    return record, [query["sql"] for query in captured.captured_queries]


@pytest.mark.usefixtures("deal")
class TestSparseLists:
    def test_show_each_field_as_the_whole_record_does(self, seller: Program) -> None:  # noqa: F811
        whole, _ = listed(seller, "page_size=1")
        assert {name: listed(seller, f"fields={name}")[0][name] for name in whole} == whole

    def test_read_no_other_column_and_no_statement_more(self, seller: Program) -> None:  # noqa: F811
        record, statements = listed(seller, "fields=id,name&expand=account,owner&order=-amount")
        assert set(record) == {"id", "name", "account", "owner"}
        assert set(record["account"]) == set(record["owner"]) == {"id", "name"}
        assert len(statements) == 2
        assert '"problem"' not in statements[-1]
        assert '"password"' not in statements[-1]
