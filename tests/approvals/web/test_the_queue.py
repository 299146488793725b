"""The queue: what waits, verdicts by its form, the lane, and what the page costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Decision
from opportunities.queries.detail import gate_of
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.opportunities.pricing import SUPPORT

pytestmark = pytest.mark.django_db
Browsers = Callable[[str], Client]


@pytest.fixture
def asking(cast: Cast) -> Asking:
    asking = Asking(cast)
    asking.submit()
    return asking


def verdict(browser: Client, asking: Asking, word: str, comment: str = "", **more: Any) -> Any:
    given = {"verdict": word, "comment": comment, "seen_fingerprint": asking.row.subject_fingerprint, **more}
    return browser.post(f"/approvals/{asking.request_id}/verdict/", given)


class TestThePage:
    def test_shows_what_is_asked_why_it_is_here_and_the_terms(self, asking: Asking, browser_of: Browsers) -> None:
        page = browser_of("tomas").get("/approvals/").content.decode()
        assert "24 % for Fjordline Telecom" in page
        assert "Above 20 % to 30 %" in page
        assert "Discount off list" in page
        assert "A rival quoted less" in page
        assert "Approve step 1" in page

    def test_shows_how_ready_the_deal_is(self, asking: Asking, browser_of: Browsers) -> None:
        asking.deal.log_call()
        asking.deal.assess("metrics", 2)
        asking.deal.assess("champion", 1)
        gate = gate_of(asking.deal.actor, asking.deal.id, to=None, now=asking.deal.now).evaluation
        met, wanted = sum(item.state.value == "met" for item in gate.items), len(gate.items)
        page = browser_of("tomas").get("/approvals/").content.decode()
        assert f"Gate: {met} of {wanted} criteria met" in page
        assert 0 < met < wanted
        assert "3 of 24" in page
        assert "weakest economic buyer" in page

    def test_shows_no_verdict_to_who_does_not_decide(self, asking: Asking, browser_of: Browsers) -> None:
        for who in ("elena", "naomi", "rosa"):
            page = browser_of(who).get(f"/approvals/{asking.request_id}/").content.decode()
            assert "Waits for Tomas Keller" in page
            assert 'name="verdict"' not in page

    def test_tells_a_stranger_to_deals_nothing(self, asking: Asking, browser_of: Browsers) -> None:
        for who in ("victor", "vera"):
            assert browser_of(who).get("/approvals/").status_code == 404

    @pytest.mark.parametrize("tab", ["mine", "open", "decided"])
    def test_costs_as_much_however_much_waits(self, cast: Cast, browser_of: Browsers, tab: str) -> None:
        tomas, counted = browser_of("tomas"), []
        for _ in range(2):
            Asking(cast, discount=5, process="nb.standard", entries=(SUPPORT,)).submit()
            Asking(cast).submit()
            tomas.get(f"/approvals/?tab={tab}")
            with CaptureQueriesContext(connection) as captured:
                tomas.get(f"/approvals/?tab={tab}")
            counted.append(len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]))
        assert counted[0] == counted[1] <= 12


class TestAVerdict:
    def test_approves_the_step_and_goes_back_to_the_queue(self, asking: Asking, browser_of: Browsers) -> None:
        answer = verdict(browser_of("tomas"), asking, "approve")
        assert answer["Location"] == "/approvals/"
        assert Decision.objects.get().by.name == "Tomas Keller"

    def test_keeps_the_comment_where_it_is_refused(self, asking: Asking, browser_of: Browsers) -> None:
        answer = verdict(browser_of("tomas"), asking, "return", "No.")
        assert answer.status_code == 422
        assert 'value="No."' in answer.content.decode()
        assert not Decision.objects.exists()

    def test_is_not_written_on_other_terms_than_were_seen(self, asking: Asking, browser_of: Browsers) -> None:
        answer = verdict(browser_of("tomas"), asking, "approve", seen_fingerprint="0" * 64)
        assert answer.status_code == 409
        assert "The terms are not those you saw" in answer.content.decode()
        assert not Decision.objects.exists()

    def test_sends_back_with_a_reason(self, asking: Asking, browser_of: Browsers) -> None:
        verdict(browser_of("tomas"), asking, "return", "Take the reference call into the text")
        assert asking.row.state == "returned"
        assert not asking.standing.is_locked


class TestTheLane:
    def test_approves_what_was_chosen_at_once(self, cast: Cast, browser_of: Browsers) -> None:
        first, second = (Asking(cast, discount=5, process="nb.standard", entries=(SUPPORT,)) for _ in range(2))
        seen = [f"{each.submit().pk}:{each.row.subject_fingerprint}" for each in (first, second)]
        assert "Inside guardrail" in browser_of("tomas").get("/approvals/").content.decode()
        browser_of("tomas").post("/approvals/batch/", {"seen": seen})
        assert [each.waiting[0].role for each in (first, second)] == ["vp_finance", "vp_finance"]

    def test_takes_nothing_outside_the_guardrails(self, asking: Asking, browser_of: Browsers) -> None:
        answer = browser_of("tomas").post(
            "/approvals/batch/", {"seen": f"{asking.request_id}:{asking.row.subject_fingerprint}"}
        )
        assert answer.status_code == 403
        assert not Decision.objects.exists()
