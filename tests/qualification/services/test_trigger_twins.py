"""The triggers in SQL and in Python are one, whatever the facts (domain §1.5)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualification.domain.triggers import ProposalFacts, fired

pytestmark = pytest.mark.django_db

TEXTS = st.lists(st.text("abcÅ|% '", min_size=1, max_size=8), max_size=3)
DAYS = st.sampled_from(["2026-01-01", "2026-01-31", "2026-02-01", "2026-03-01", "2026-03-02", "2028-02-29"])
MONEY = st.sampled_from(
    ["0", "40.0", "45.9", "46.0", "34.0", "34.1", "100.00", "110.00", "109.99", "249999.99", "250000.00"]
)
PERCENT = st.none() | st.sampled_from(["34.9", "35.0", "59.9", "60.0", "-12.5", "100.0"])
ROUTES = st.lists(st.sampled_from(["psv", "lr", "legal", "finance"]), min_size=1, max_size=3, unique=True)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "processor": st.sampled_from(["", "Host v7"]),
    "processor_is_listed": st.booleans(),
    "processor_is_confirmed": st.booleans(),
    "has_high_flag": st.booleans(),
    "margin": PERCENT,
    "margin_kind": st.sampled_from(["services", "software"]),
    "effort_before": st.none() | MONEY,
    "effort": st.none() | MONEY,
    "price_before": st.none() | MONEY,
    "price": MONEY,
    "go_live_on": st.none() | DAYS,
    "signature_on": DAYS,
    "tcv": MONEY,
    "term_months": st.sampled_from([1, 12, 36, 37]),
    "poc_is_asked": st.booleans(),
    "poc_outcome": st.sampled_from(["", "met", "exceeded", "partially_met", "not_met"]),
    "cleared_before": st.none() | st.just("version 2"),
    "cleared_on": st.none() | DAYS,
    "today": DAYS,
    "original_routes": ROUTES,
}
FIELDS = list(asdict(ProposalFacts()))


def facts() -> st.SearchStrategy[ProposalFacts]:
    """Return facts where every field takes values on both sides of its edges."""
    return st.builds(ProposalFacts, **{name: VALUES.get(name, TEXTS) for name in FIELDS})


def in_sql(known: ProposalFacts) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what fires according to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT trigger, about, routes FROM proposal_causes(%s)", [json.dumps(asdict(known))])
        return [(key, about, tuple(routes)) for key, about, routes in cursor.fetchall()]


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=facts())
def test_both_name_the_same_causes_and_routes(known: ProposalFacts) -> None:
    assert in_sql(known) == [(each.key, each.about, each.routes) for each in fired(known)]
