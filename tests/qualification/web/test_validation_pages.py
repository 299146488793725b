"""The proposal and the desk: what each person finds there, and that every form does what it says (domain §1.5, §1.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qualification.domain.proposal import SpecialTerm
from qualification.models import ConfidenceCall, Confirmation, RedFlag, Review
from tests.cast import Cast
from tests.qualification.offering import EVIDENCE, Offering
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A proposal with a tool and an assumption, sent to validation."""
    found = Offering(Deal(cast))
    found.write(tools=("Reader R2",), assumptions=("Same kernel",))
    found.request()
    return found


def at(offering: Offering, rest: str = "") -> str:
    """Return an address of the proposal."""
    return f"/opportunities/{offering.deal.id}/proposal/{rest}"


def text(client: Client, address: str) -> str:
    """Return a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


class TestTheProposal:
    def test_says_what_stands_in_the_way_and_who_clears_it(self, offering: Offering, browser_of: Browser) -> None:
        page = text(browser_of("elena"), at(offering))
        assert "2 of 27 triggers still fire" in page
        assert "Reader R2" in page
        assert "Pre-sales validation clears it" in page
        assert "Clear with evidence" not in page

    def test_is_written_as_a_form_and_keeps_what_was_typed(self, offering: Offering, browser_of: Browser) -> None:
        elena = browser_of("elena")
        typed = {"number": 1, "item_text_0": "Kiosk", "item_deliverable_0": "certification", "places": "Norwayy"}
        refused = elena.post(at(offering, "edit/"), typed)
        assert refused.status_code == 422
        assert "Norwayy is no country we know" in refused.content.decode()
        assert 'value="Kiosk"' in refused.content.decode()
        elena.post(at(offering, "edit/"), typed | {"places": "Norway", "exclusions": "Printers\nCables"})
        assert offering.newest.number == 2
        assert offering.newest.terms["places"] == ["NO"]
        assert offering.newest.terms["exclusions"] == ["Printers", "Cables"]

    def test_written_by_two_at_once_asks_the_second(self, offering: Offering, browser_of: Browser) -> None:
        elena, typed = browser_of("elena"), {"number": 1, "item_text_0": "Kiosk"}
        assert elena.post(at(offering, "edit/"), typed).status_code == 302
        again = elena.post(at(offering, "edit/"), typed | {"item_text_0": "Meter"})
        assert again.status_code == 412
        assert 'value="Meter"' in again.content.decode()
        assert offering.newest.number == 2

    def test_shows_an_earlier_version_as_it_was(self, offering: Offering, browser_of: Browser) -> None:
        offering.write(tools=("Reader R3",))
        page = text(browser_of("elena"), f"{at(offering)}?version=1")
        assert "Reader R2" in page
        assert "earlier version" in page

    def test_is_refused_with_every_trigger_when_finalised(self, offering: Offering, browser_of: Browser) -> None:
        answer = browser_of("elena").post(at(offering, "1/finalise/"))
        assert answer.status_code == 409
        assert "T03 Device, SDK or tool not confirmed: Reader R2" in answer.content.decode()

    def test_lets_leadership_clear_its_own_route(self, offering: Offering, browser_of: Browser) -> None:
        offering.write(special_terms=(SpecialTerm("free_work", "Two weeks free"),))
        ingrid = browser_of("ingrid")
        assert at(offering, "clear/T25/lr/") in text(ingrid, at(offering))
        assert at(offering, "clear/T03/psv/") not in text(ingrid, at(offering))
        about = {"about": "Two weeks free", "evidence": EVIDENCE}
        assert ingrid.post(at(offering, "clear/T25/lr/"), about).status_code == 302
        assert "T25" not in offering.open_keys()


class TestTheDesk:
    def test_lists_what_waits_and_opens_the_first(self, offering: Offering, browser_of: Browser) -> None:
        page = text(browser_of("ana"), "/validation/")
        assert "1 waiting" in page
        assert "Clear</strong> needs: 2 triggers cleared, the effort estimated." in page

    def test_asks_as_many_statements_for_three_as_for_one(self, offering: Offering, browser_of: Browser) -> None:
        ana = browser_of("ana")
        one = self.count(ana)
        for name in ("Solvane Bank", "Kestrel Pay"):
            other = Offering(Deal(offering.deal.cast, account=new_account(name)))
            other.write(tools=("Reader R2",))
            other.request()
        assert self.count(ana) == one

    def count(self, client: Client) -> int:
        """Count the statements of the desk."""
        client.get("/validation/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/validation/")
        return len(captured)

    def test_takes_a_verdict_by_form(self, offering: Offering, browser_of: Browser) -> None:
        ana = browser_of("ana")
        page = text(ana, at(offering, "review/conditions/"))
        assert "T01 Scope assumption not validated" in page
        effort = {"kind": "services", "low": 5, "likely": 8, "high": 12, "cost_per_day": 900}
        assert ana.post(at(offering, "effort/"), effort).status_code == 302
        limit = "Only what the vendor has confirmed in writing"
        given = {"text_0": limit, "becomes_0": "exclusion", "triggers_0": ["T01", "T03"]}
        rest = {f"becomes_{index}": "exclusion" for index in (1, 2, 3)}
        assert ana.post(at(offering, "review/conditions/"), given | rest).status_code == 302
        assert Review.objects.get().state == "clear_with_conditions"
        assert offering.newest.terms["exclusions"] == [limit]
        assert offering.open_keys() == []

    def test_takes_a_block_and_the_risk_of_it(self, offering: Offering, browser_of: Browser) -> None:
        assert browser_of("ana").post(at(offering, "review/block/"), {"note": "It cannot work"}).status_code == 302
        assert "Accept the risk" in text(browser_of("ingrid"), at(offering))
        assert "Accept the risk" not in text(browser_of("elena"), at(offering))
        reason = {"reason": "We carry a second lab slot"}
        assert browser_of("ingrid").post(at(offering, "review/accept-risk/"), reason).status_code == 302
        assert offering.open_keys() == []

    def test_gives_a_review_to_another_and_takes_it_back(self, offering: Offering, browser_of: Browser) -> None:
        piotr = offering.deal.cast.user("piotr").pk
        assert browser_of("ana").post(at(offering, "review/assign/"), {"reviewer": piotr}).status_code == 302
        assert Review.objects.get().reviewer_id == piotr
        assert browser_of("elena").post(at(offering, "request/withdraw/")).status_code == 302
        assert "No review waits." in text(browser_of("ana"), "/validation/")


class TestFlagsAndCalls:
    def test_a_flag_is_raised_by_anybody_and_settled_by_validation(
        self, offering: Offering, browser_of: Browser
    ) -> None:
        due = (offering.deal.now + timedelta(days=3)).date()
        given = {"text": "They want it in May", "severity": "high", "due_on": due}
        given["owner"] = offering.deal.cast.user("ana").pk
        assert browser_of("elena").post(at(offering, "flags/new/"), given).status_code == 302
        flag = RedFlag.objects.get()
        settle = at(offering, f"flags/{flag.pk}/settle/")
        assert browser_of("elena").post(settle, {"how": EVIDENCE}).status_code == 403
        assert browser_of("ana").post(settle, {"how": EVIDENCE}).status_code == 302
        assert RedFlag.objects.get().closed_at

    def test_a_call_is_asked_for_planned_and_held(self, offering: Offering, browser_of: Browser) -> None:
        elena, contact = browser_of("elena"), offering.deal.contact.pk
        asked = {"contact": contact, "topic": "How you test contactless"}
        assert elena.post(at(offering, "calls/new/"), asked).status_code == 302
        call = ConfidenceCall.objects.get()
        tomorrow = offering.deal.now + timedelta(days=1)
        where = at(offering, f"calls/{call.pk}/plan/")
        assert elena.post(where, {"planned_for": f"{tomorrow:%Y-%m-%dT%H:%M}"}).status_code == 302
        offering.deal.log_call()
        held = {"activity": offering.deal.row.activities.get().pk, "outcome": "They trust the approach"}
        assert elena.post(at(offering, f"calls/{call.pk}/held/"), held).status_code == 302
        assert "T05" not in offering.open_keys()


class TestTheConfirmedList:
    def test_is_kept_by_validation(self, offering: Offering, browser_of: Browser) -> None:
        ana, given = browser_of("ana"), {"kind": "place", "name": "NO", "evidence": EVIDENCE}
        assert ana.post("/validation/confirmed/new/", given).status_code == 302
        assert "Withdraw NO" in text(ana, "/validation/confirmed/")
        assert "Withdraw NO" not in text(browser_of("elena"), "/validation/confirmed/")
        row = Confirmation.objects.get()
        reason = {"reason": "Nobody is there any more"}
        assert ana.post(f"/validation/confirmed/{row.pk}/withdraw/", reason).status_code == 302
        assert "Nothing is confirmed yet" in text(ana, "/validation/confirmed/")


def test_the_deals_timeline_tells_it(offering: Offering, browser_of: Browser) -> None:
    offering.clear("T03")
    page = text(browser_of("elena"), f"/opportunities/{offering.deal.id}/?show=evidence")
    assert "Proposal version 1 written" in page
    assert "T03 cleared: Reader R2" in page
    assert EVIDENCE in page
