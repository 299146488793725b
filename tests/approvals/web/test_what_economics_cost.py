"""The exception economics read all decisions at once: the same statements for one as for many."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.approvals.asking import Asking
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MOST = 10


def test_cost_the_same_for_one_and_for_many(cast: Cast, browser_of: Callable[[str], Client]) -> None:
    ingrid, counted = browser_of("ingrid"), []
    for decided in (1, 3):
        for _ in range(decided):
            asking = Asking(cast)
            asking.submit()
            asking.approve_all()
        ingrid.get(reverse("approvals:economics"))
        with CaptureQueriesContext(connection) as captured:
            page = ingrid.get(reverse("approvals:economics")).content.decode()
        assert page.count("Fjordline Telecom") >= decided
        counted.append(len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]))
    assert counted[0] == counted[1] <= MOST
