"""The list of leads as a download: exactly what it shows, nothing a spreadsheet runs, on record (reliability P25)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from salesops.audit.models import AuditEntry
from salesops.intake.services.open_lead import NewSignal
from tests.cast import Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/leads/export/{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_holds_the_rows_of_the_filter_in_the_order_of_the_list(cast: Cast, browser_of: Browser) -> None:
    now = timezone.now()
    a_lead(cast, now=now, company="Due", signals=[NewSignal("demo_form"), NewSignal("content")])
    a_lead(cast, now=now, company="Cold", use_case="", timeline="", product_line="", industry="", persona="")
    a_lead(cast, now=now, company="Event", by="ida", source="event")
    grace = browser_of("grace")
    for query in ("", "?show=mine", "?source=event", "?segment=A", "?q=due", "?show=closed"):
        shown = [row.lead.company for row in grace.get(f"/leads/{query}").context["page"].rows]
        assert [row["Company"] for row in table(grace, query)] == shown
    (row,) = table(grace, "?segment=A")
    assert row["Company"] == "Due"
    assert (row["Score"], row["Segment"], row["Owner"]) == ("76", "A", "Grace Lindqvist")


def test_goes_beyond_one_page(cast: Cast, browser_of: Browser) -> None:
    for number in range(52):
        a_lead(cast, now=timezone.now(), company=f"Company {number}")
    assert len(table(browser_of("grace"))) == 52


def test_runs_nothing_in_a_spreadsheet(cast: Cast, browser_of: Browser) -> None:
    a_lead(cast, company='=HYPERLINK("https://evil.example")', person_name="@SUM(A1)", use_case="+1")
    (row,) = table(browser_of("grace"))
    assert [row[name][0] for name in ("Company", "Person", "Wants")] == ["'", "'", "'"]


def test_is_on_record_with_how_much_left(cast: Cast, browser_of: Browser) -> None:
    a_lead(cast)
    table(browser_of("grace"), "?show=mine")
    entry = AuditEntry.objects.get(action="lead.exported.v1")
    assert (entry.actor_id, entry.data) == (cast.grace.user_id, {"rows": 1, "shelf": "mine"})


def test_holds_nothing_for_who_sees_no_customers(cast: Cast, browser_of: Browser) -> None:
    a_lead(cast)
    assert table(browser_of("victor")) == []
