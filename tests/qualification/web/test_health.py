"""Health, velocity and priority where people see them: the deal, its history, board, table, export and Today."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from opportunities.services.amend import amend
from qualification.domain.health import Signal, headline, uncut
from qualification.models import Health
from qualification.services.recompute_health import recompute_health
from tests.cast import Cast
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal that was read once: the three unknown components make it critical, hence at risk."""
    made = Deal(cast)
    recompute_health(ids=[made.id], now=made.now)
    return made


def page(client: Client, address: str) -> str:
    """Return the text of a page that answers."""
    answer = client.get(address)
    assert answer.status_code == 200
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed).decode() if streamed is not None else answer.content.decode()


def change(deal: Deal, **values: object) -> None:
    """Write straight into the reading: what is tested here is how it is shown."""
    Health.objects.filter(pk=deal.id).update(**values)


class TestTheDeal:
    def test_lists_every_signal_with_points_sentence_and_evidence(self, deal: Deal, elena: Client) -> None:
        amend(**deal.known(), changes={"position": "preferred"})
        recompute_health(ids=[deal.id], now=deal.now)
        html, reading = page(elena, f"/opportunities/{deal.id}/"), Health.objects.get(pk=deal.id)
        for signal in reading.signals:
            points = f"+{signal['points']}" if signal["points"] > 0 else f"−{-signal['points']}"
            assert re.search(rf">{re.escape(points)}</b><a href=\"[^\"]+\"[^>]*>{re.escape(signal['sentence'])}<", html)
        assert f"50 and the points make {reading.score}." in html
        assert f'href="/opportunities/{deal.id}/edit/" data-sheet>Our position is preferred.' in html
        assert f'href="/opportunities/{deal.id}/#meddpicc">Champion is unknown.' in html

    def test_says_band_and_class_in_words(self, deal: Deal, elena: Client) -> None:
        change(deal, score=71, band="healthy", velocity="fast_track", velocity_sentence="6 days of the usual 20.")
        html = page(elena, f"/opportunities/{deal.id}/")
        assert 'aria-label="Health 71, healthy"' in html and "71 Healthy" in html
        assert "Fast track: 6 days of the usual 20." in html

    def test_says_where_the_sum_was_cut(self, deal: Deal, elena: Client) -> None:
        rows = [{"key": "p_poc", "points": 60, "sentence": "All met.", "where": "nowhere"}]
        change(deal, score=100, band="strong", signals=rows)
        html = page(elena, f"/opportunities/{deal.id}/")
        assert "50 and the points make 110; a score stops at 100." in html
        assert f'<a href="/opportunities/{deal.id}/">All met.' in html

    def test_says_that_it_is_being_read(self, cast: Cast, elena: Client) -> None:
        unread = Deal(cast)
        assert "Health and velocity are being read." in page(elena, f"/opportunities/{unread.id}/")
        assert "Being read." in page(elena, f"/opportunities/{unread.id}/health/")

    def test_shows_position_and_sentiment_beside(self, deal: Deal, elena: Client) -> None:
        change(deal, sentiment="-0.50")
        html = page(elena, f"/opportunities/{deal.id}/")
        assert "<dt>Position</dt><dd>Unknown</dd>" in html
        assert "-0.5" in html and "of −2 to +2" in html


class TestTheHistory:
    def test_shows_the_score_over_time_and_what_the_priority_is_made_of(self, deal: Deal, elena: Client) -> None:
        amend(**deal.known(), changes={"position": "sole"})
        recompute_health(ids=[deal.id], now=deal.now + timedelta(days=2))
        html, now = page(elena, f"/opportunities/{deal.id}/health/"), Health.objects.get(pk=deal.id)
        first = deal.row.health_changes.order_by("id")[0].score
        assert f'points="0.00,{100 - first} 100.00,{100 - first} 100.00,{100 - now.score}' in html
        points = [float(each) for each in re.findall(r'<td class="num">(\d+\.\d)</td>', html)]
        assert len(points) == 4 and round(sum(points)) in (now.priority - 1, now.priority, now.priority + 1)

    def test_is_for_those_who_see_the_deal(self, deal: Deal, as_person: object) -> None:
        assert as_person("victor").get(f"/opportunities/{deal.id}/health/").status_code == 404  # type: ignore[operator]


class TestLists:
    def test_a_card_has_the_mark_and_notes_what_is_not_standard(self, deal: Deal, elena: Client) -> None:
        change(deal, score=80, band="strong", velocity="standard")
        html = page(elena, "/opportunities/?process=generic.three_stage")
        assert 'aria-label="Health 80, strong"' in html and "At risk</span>" not in html
        change(deal, velocity="at_risk")
        assert re.search(r'badge-warn">.*At risk', page(elena, "/opportunities/?process=generic.three_stage"))

    def test_the_table_filters_by_band_and_class(self, cast: Cast, deal: Deal, elena: Client) -> None:
        other = Deal(cast, account=new_account("Solvane Bank"))
        recompute_health(ids=[other.id], now=other.now)
        change(deal, score=80, band="strong", velocity="fast_track")
        for query in ("health=strong", "velocity=fast_track"):
            html = page(elena, f"/opportunities/table/?{query}&columns=health,velocity,priority")
            assert re.findall(r'id="row-(\d+)"', html) == [str(deal.id)]
        assert "is not known" in page(elena, "/opportunities/table/?health=splendid")

    @pytest.mark.parametrize("key", ["health", "priority"])
    def test_the_table_sorts_with_the_unread_last(self, cast: Cast, deal: Deal, elena: Client, key: str) -> None:
        low, unread = (Deal(cast, account=new_account(name)) for name in ("Solvane Bank", "Kestrel Pay"))
        recompute_health(ids=[low.id], now=low.now)
        change(deal, score=80, priority=80)
        change(low, score=20, priority=20)
        down = page(elena, f"/opportunities/table/?sort=-{key}")
        assert re.findall(r'id="row-(\d+)"', down) == [str(each.id) for each in (deal, low, unread)]
        up = page(elena, f"/opportunities/table/?sort={key}")
        assert re.findall(r'id="row-(\d+)"', up) == [str(each.id) for each in (low, deal, unread)]

    def test_the_export_has_what_the_table_shows(self, deal: Deal, elena: Client) -> None:
        change(deal, score=80, velocity="at_risk", priority=66)
        text = page(elena, "/opportunities/export/?columns=health,velocity,priority")
        assert list(csv.reader(io.StringIO(text)))[:2] == [
            ["Id", "Opportunity", "Health", "Velocity", "Priority"],
            [str(deal.id), deal.row.name, "80", "At risk", "66"],
        ]

    def test_today_puts_the_highest_priority_first(self, cast: Cast, deal: Deal, elena: Client) -> None:
        other = Deal(cast, account=new_account("Solvane Bank"))
        recompute_health(ids=[other.id], now=other.now)
        for first, last in ((deal, other), (other, deal)):
            change(first, priority=90)
            change(last, priority=10)
            rows = elena.get("/today/").context["page"].without_step
            assert [row.pk for row in rows] == [first.id, last.id]
        html = page(elena, "/today/")
        assert f'href="/opportunities/{other.id}/health/#priority"' in html
        assert "35% value + 25% probability + 20% health + 20% urgency" in html


class TestWords:
    def test_the_headline_names_the_strongest_on_either_side(self) -> None:
        signals = [Signal("a", 4, "A.", ""), Signal("b", 12, "B.", ""), Signal("c", -2, "C.", "")]
        assert headline(signals) == "For it: B. Against it: C."
        assert headline(signals[2:]) == "Against it: C."
        assert headline([]) == "Nothing speaks for it or against it yet."
        assert uncut(signals) == 64


def test_operations_read_all_again_by_command(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    made = Deal(cast)
    call_command("recompute_health")
    assert Health.objects.filter(pk=made.id).exists()
    assert "Read the health of 1 open" in capsys.readouterr().out
