"""The pages of a proof of concept: what each person sees, and every form to its end without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qualification.domain.poc import BY_KEY
from qualification.models import Poc, PocSession
from qualification.queries.poc import current_plan
from qualification.services.close_session import cancel_session
from qualification.services.poc_locking import is_signed
from qualification.services.schedule_session import reschedule_session
from tests.cast import Cast
from tests.qualification.proof import Proof, criterion
from tests.story import NOTE, Deal, new_account

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def at(proof: Proof, rest: str = "") -> str:
    """Return an address below the POC."""
    return f"/opportunities/{proof.deal.id}/poc/{rest}"


def plan_body(proof: Proof, **more: Any) -> dict[str, Any]:
    """Return what the form of the success plan sends."""
    today = timezone.now().date()
    return {
        "objective": "Jobs finish before the market opens", "use_case": "Network analytics", "in_scope": "Twelve jobs",
        "decision_rule": "If all musts pass, the customer will sign", "next_step": "Offer",
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=28)).isoformat(),
        "readout_on": (today + timedelta(days=30)).isoformat(),
        "text_0": "Nightly job", "category_0": "technical", "priority_0": "must", "metric_0": "Wall clock",
        "unit_0": "min", "direction_0": "<=", "baseline_0": "212", "target_0": "60", "key_0": "",
        "text_1": "Champion level", "category_1": "relationship", "priority_1": "should", "metric_1": "Champion",
        "unit_1": "level", "direction_1": ">=", "baseline_1": "1", "target_1": "2", "key_1": "",
        "person_0": str(proof.deal.contact.pk), "duty_0": "Judges the results", "committed_0": "on",
        **more,
    }  # fmt: skip


class TestThePage:
    def test_offers_to_plan_where_there_is_none(self, cast: Cast, browser_of: Browser) -> None:
        deal = Deal(cast)
        elena = browser_of("elena")
        assert b"No proof of concept is planned" in elena.get(f"/opportunities/{deal.id}/poc/").content
        answer = elena.post(f"/opportunities/{deal.id}/poc/new/", {"lead": cast.user("ana").pk})
        assert answer["Location"] == f"/opportunities/{deal.id}/poc/"
        assert Poc.objects.get().lead.name == "Ana Ferreira"

    def test_stands_below_pocs_in_the_menu_and_not_below_the_pipeline(self, proof: Proof, browser_of: Browser) -> None:
        elena = browser_of("elena")
        for page, key in ((at(proof), "f"), ("/pocs/", "f"), (f"/opportunities/{proof.deal.id}/", "p")):
            shown = elena.get(page).content.decode()
            assert re.findall(r'data-go="(.)" aria-current="page"', shown) == [key], page

    def test_says_why_the_owner_measures_nothing(self, proof: Proof, browser_of: Browser) -> None:
        proof.sign()
        proof.hold("getting_started")
        measure = at(proof, "measure/fast/")
        shown = browser_of("elena").get(at(proof)).content.decode()
        assert "sales cannot write a technical result" in shown
        assert measure not in shown
        assert browser_of("elena").get(measure).status_code == 403
        shown = browser_of("ana").get(at(proof)).content.decode()
        assert "sales cannot write a technical result" not in shown
        assert measure in shown

    def test_shows_what_separates_it_from_the_next_outcome(self, proof: Proof, browser_of: Browser) -> None:
        proof.run_to_validation()
        proof.measure("fast", "90")
        shown = " ".join(browser_of("ana").get(at(proof)).content.decode().split())
        assert "Outcome if closed today" in shown
        assert "One must separates this POC from <b>Partially met</b>: Criterion fast, 90 of 100" in shown

    def test_leads_a_fix_out_of_the_sheet(self, proof: Proof, browser_of: Browser) -> None:
        asked = {"HX-Request": "true", "HX-Target": "aside#sheet"}
        answer = browser_of("elena").get(at(proof), headers=asked)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, at(proof))

    def test_costs_the_same_however_long_the_proof_is(self, proof: Proof, browser_of: Browser) -> None:
        ana = browser_of("ana")
        proof.sign()
        proof.hold("getting_started")
        pages = (at(proof), "/pocs/", at(proof, "plan/"))

        def cost() -> list[int]:
            counts = []
            for page in pages:
                ana.get(page)
                with CaptureQueriesContext(connection) as captured:
                    assert ana.get(page).status_code == 200
                counts.append(len(captured))
            return counts

        few = cost()
        for kind in ("discovery", "hands_on", "hands_on"):
            proof.hold(kind)
        proof.write(criteria=tuple(criterion(f"c{number}", "should") for number in range(9)) + proof.criteria)
        for number in range(9):
            proof.measure(f"c{number}", "1")
        for number in range(3):
            other = Proof(Deal(proof.deal.cast, account=new_account(f"Fjord {number}")))
            other.write()
            other.sign()
        assert cost() == few


class TestThePlan:
    def test_is_written_row_by_row(self, proof: Proof, browser_of: Browser) -> None:
        elena = browser_of("elena")
        answer = elena.post(at(proof, "plan/edit/"), plan_body(proof))
        assert answer.status_code == 302, answer.content.decode()
        plan = current_plan(proof.row)
        assert plan is not None
        assert [each["key"] for each in plan.terms["criteria"]] == ["nightly-job", "champion-level"]
        assert plan.terms["criteria"][1]["metric"] == "champion"
        assert plan.terms["participants"] == [
            {"contact_id": proof.deal.contact.pk, "name": "Kari Aasen", "duty": "Judges the results",
             "is_champion": True, "is_committed": True}
        ]  # fmt: skip
        shown = elena.get(at(proof, "plan/")).content.decode()
        assert "Nightly job" in shown
        assert plan.fingerprint in shown
        assert elena.get(at(proof, "plan/?version=1")).status_code == 200
        assert elena.get(at(proof, "plan/?version=9")).status_code == 404

    def test_keeps_the_key_of_a_criterion_whose_words_change(self, proof: Proof, browser_of: Browser) -> None:
        elena = browser_of("elena")
        page = elena.get(at(proof, "plan/edit/")).content.decode()
        assert 'name="key_0" value="fast"' in page
        elena.post(at(proof, "plan/edit/"), plan_body(proof, key_0="fast", text_0="Faster"))
        plan = current_plan(proof.row)
        assert plan is not None
        assert (plan.terms["criteria"][0]["key"], plan.terms["criteria"][0]["text"]) == ("fast", "Faster")

    def test_is_never_written_over_a_version_nobody_read(self, proof: Proof, browser_of: Browser) -> None:
        elena, ana, where = browser_of("elena"), browser_of("ana"), at(proof, "plan/edit/")
        assert 'name="number" value="1"' in ana.get(where).content.decode()
        mine = plan_body(proof, number="1", key_0="fast", text_0="Criterion fast", next_step="Contract")
        elena.post(where, mine)
        theirs = plan_body(proof, number="1", key_0="fast", text_0="Criterion fast", target_0="45")
        stale = ana.post(where, theirs)
        shown = stale.content.decode()
        assert stale.status_code == 412
        assert "Elena Petrova wrote version 2 while you were writing. Nothing was saved." in shown
        said = [
            (name, each["yours"], each["now"]) for name, each in stale.context["refusal"]["facts"]["conflicts"].items()
        ]
        assert ("Next step", "Offer", "Contract") in said
        assert [name for name, _, _ in said if name.startswith("Criterion fast")] == ["Criterion fast"]
        assert "Decision rule" not in [name for name, _, _ in said]
        assert 'value="45"' in shown
        assert proof.row.plans.count() == 2
        assert 'name="number" value="2"' in shown
        assert ana.post(where, theirs | {"number": "2"}).status_code == 302
        assert proof.row.plans.count() == 3

    def test_keeps_what_it_began_from_while_it_is_corrected(self, proof: Proof, browser_of: Browser) -> None:
        ana, where = browser_of("ana"), at(proof, "plan/edit/")
        proof.write(next_step="Contract")
        for more in ({"target_0": "fast"}, {"more": "1"}):
            assert 'name="number" value="1"' in ana.post(where, plan_body(proof, number="1", **more)).content.decode()
        assert ana.post(where, plan_body(proof, number="1")).status_code == 412
        assert proof.row.plans.count() == 2

    def test_of_two_first_versions_is_the_first_that_came(self, cast: Cast, browser_of: Browser) -> None:
        proof = Proof(Deal(cast))
        where, bodies = at(proof, "plan/edit/"), [plan_body(proof, number="0", next_step=step) for step in ("A", "B")]
        assert [browser_of("elena").post(where, body).status_code for body in bodies] == [302, 412]

    def test_comes_back_with_everything_typed(self, proof: Proof, browser_of: Browser) -> None:
        answer = browser_of("elena").post(at(proof, "plan/edit/"), plan_body(proof, target_0="fast"))
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "the target is a number" in shown
        assert 'value="Nightly job"' in shown

    def test_makes_room_for_more_rows_and_keeps_what_is_typed(self, proof: Proof, browser_of: Browser) -> None:
        before = proof.row.plans.count()
        rows = {f"text_{number}": "" for number in range(2, 5)}
        sent = plan_body(proof, more="1") | rows
        shown = browser_of("elena").post(at(proof, "plan/edit/"), sent).content.decode()
        assert 'value="Nightly job"' in shown
        assert 'name="text_6"' in shown
        assert proof.row.plans.count() == before

    def test_is_sent_as_an_address_shown_once(self, proof: Proof, browser_of: Browser) -> None:
        elena = browser_of("elena")
        shown = elena.post(at(proof, "plan/send/"), {"contact": proof.deal.contact.pk}).content.decode()
        assert "http://testserver/sign/" in shown
        assert "/sign/" not in elena.get(at(proof)).content.decode()

    def test_link_comes_in_the_sheet_without_the_page_around_it(self, proof: Proof, browser_of: Browser) -> None:
        asked = {"HX-Request": "true", "HX-Target": "aside#sheet"}
        body = {"contact": proof.deal.contact.pk}
        shown = browser_of("elena").post(at(proof, "plan/send/"), body, headers=asked).content.decode()
        assert "http://testserver/sign/" in shown
        assert "<html" not in shown

    def test_is_signed_off_in_a_meeting(self, proof: Proof, browser_of: Browser) -> None:
        meeting = proof.hold("getting_started").activity_id
        elena = browser_of("elena")
        shown = elena.get(at(proof, "plan/sign-off/")).content.decode()
        assert 'name="plan_number" value="1"' in shown
        body = {"plan_number": "1", "contact": proof.deal.contact.pk, "method": "meeting", "note": NOTE}
        body["activity"] = meeting
        proof.write(next_step="Contract")
        stale = elena.post(at(proof, "plan/sign-off/"), body)
        assert (stale.status_code, "Version 2 is the newest, not 1." in stale.content.decode()) == (409, True)
        assert not is_signed(current_plan(proof.row))
        body["plan_number"] = "2"
        assert elena.post(at(proof, "plan/sign-off/"), body | {"activity": ""}).status_code == 422
        assert elena.post(at(proof, "plan/sign-off/"), body).status_code == 302
        assert is_signed(current_plan(proof.row))


class TestSessions:
    def test_are_booked_moved_held_missed_and_cancelled(self, proof: Proof, browser_of: Browser) -> None:
        ana = browser_of("ana")
        soon = timezone.localtime(timezone.now() + timedelta(days=1))
        body = {"kind": "getting_started", "starts_at": f"{soon:%Y-%m-%dT%H:%M}", "lead": proof.ana.user_id}
        assert ana.post(at(proof, "sessions/book/"), body).status_code == 302
        for end in ("no-show", "cancel"):
            session = PocSession.objects.get(state="scheduled")
            where = at(proof, f"sessions/{session.pk}/")
            later = soon + timedelta(days=1)
            assert ana.post(f"{where}move/", {"starts_at": f"{later:%Y-%m-%dT%H:%M}"}).status_code == 302
            where = at(proof, f"sessions/{PocSession.objects.get(state='scheduled').pk}/")
            assert ana.post(f"{where}{end}/", {"note": ""}).status_code == 422
            assert ana.post(f"{where}{end}/", {"note": "They were ill"}).status_code == 302
            ana.post(at(proof, "sessions/book/"), body)
        states = list(PocSession.objects.order_by("id").values_list("state", flat=True))
        assert states == ["rescheduled", "no_show", "rescheduled", "cancelled", "scheduled"]

    def test_are_closed_with_minutes_outputs_and_people(self, proof: Proof, browser_of: Browser) -> None:
        proof.deal.now -= timedelta(hours=3)
        session = proof.schedule("getting_started")
        ana, where = browser_of("ana"), at(proof, f"sessions/{session.pk}/hold/")
        body = {
            "outputs": list(BY_KEY["getting_started"].outputs), "contacts": [proof.deal.contact.pk], "note": NOTE,
            "minutes_introductions": "7", "minutes_use_case": "",
        }  # fmt: skip
        shown = ana.post(where, body | {"outputs": ["channel"]})
        assert shown.status_code == 422
        assert "Before it can be closed: Environment with a user" in shown.content.decode()
        assert ana.post(where, body).status_code == 302
        session.refresh_from_db()
        assert (session.state, session.minutes) == ("held", {"introductions": 7})

    def test_come_as_calendar_files(self, proof: Proof, browser_of: Browser) -> None:
        session = proof.schedule("getting_started")
        answer = browser_of("elena").get(at(proof, f"sessions/{session.pk}/calendar/"))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert f"DTSTART:{session.starts_at:%Y%m%dT%H%M%SZ}" in answer.content.decode()
        assert f'ORGANIZER;CN="Ana Ferreira":mailto:{proof.deal.cast.user("ana").email}' in answer.content.decode()
        other = Deal(proof.deal.cast, account=new_account("Solvane Bank"))
        wrong = f"/opportunities/{other.id}/poc/sessions/{session.pk}/calendar/"
        assert browser_of("elena").get(wrong).status_code == 404


class TestTheCalendar:
    def lines(self, client: Client, proof: Proof, session: PocSession) -> set[str]:
        """Return the lines of a session's calendar file that say which appointment it is and how it stands."""
        text = client.get(at(proof, f"sessions/{session.pk}/calendar/")).content.decode().replace("\r\n ", "")
        wanted = ("UID", "SEQUENCE", "METHOD", "STATUS", "DTSTART")
        return {line for line in text.split("\r\n") if line.startswith(wanted)}

    def test_a_moved_session_is_the_same_appointment_changed_and_a_cancelled_one_is_taken_off(
        self, proof: Proof, browser_of: Browser
    ) -> None:
        elena, first = browser_of("elena"), proof.schedule("getting_started")
        uid = f"UID:poc-session-{first.pk}@testserver"
        assert {uid, "SEQUENCE:0", "METHOD:PUBLISH"} < self.lines(elena, proof, first)
        moved = first
        for number in (1, 2):
            later = proof.deal.now + timedelta(days=number)
            moved = reschedule_session(**proof.known(), session_id=moved.pk, starts_at=later)
            now = {uid, f"SEQUENCE:{number}", "METHOD:PUBLISH", "STATUS:CONFIRMED", f"DTSTART:{later:%Y%m%dT%H%M%SZ}"}
            assert self.lines(elena, proof, moved) == self.lines(elena, proof, first) == now
        cancel_session(**proof.known(), session_id=moved.pk, note="They are ill")
        for each in (first, moved):
            assert {uid, "SEQUENCE:3", "METHOD:CANCEL", "STATUS:CANCELLED"} < self.lines(elena, proof, each)
        assert f"sessions/{moved.pk}/calendar/" in elena.get(at(proof)).content.decode()
        again = proof.schedule("getting_started")
        assert {f"UID:poc-session-{again.pk}@testserver", "SEQUENCE:0"} < self.lines(elena, proof, again)
        assert {uid, "SEQUENCE:3"} < self.lines(elena, proof, first)
        assert f"sessions/{moved.pk}/calendar/" not in elena.get(at(proof)).content.decode()


class TestTheEnd:
    def test_numbers_outcome_readout(self, proof: Proof, browser_of: Browser) -> None:
        proof.deal.now -= timedelta(days=2)
        proof.run_to_validation()
        ana, elena = browser_of("ana"), browser_of("elena")
        assert ana.post(at(proof, "measure/fast/"), {"value": "130"}).status_code == 302
        assert ana.post(at(proof, "measure/nothing/"), {"value": "1"}).status_code == 404
        assert elena.post(at(proof, "close/")).status_code == 403
        assert ana.post(at(proof, "close/")).status_code == 302
        assert proof.row.outcome == "partially_met"
        assert ana.post(at(proof, "again/"), {"reason": "One was left out"}).status_code == 302
        ana.post(at(proof, "measure/cheap/"), {"value": "9"})
        ana.post(at(proof, "close/"))
        assert proof.row.outcome == "exceeded"
        proof.deal.now = timezone.now()
        body = {"activity": proof.hold_readout(), "verdict": "accept", "next_step": "Offer"}
        assert elena.post(at(proof, "readout/"), body | {"next_step": ""}).status_code == 422
        assert elena.post(at(proof, "readout/"), body).status_code == 302
        assert proof.row.state == "concluded"
        assert b"Concluded: exceeded. The customer accepts." in elena.get(at(proof)).content
        assert "Exceeded" in elena.get("/pocs/").content.decode()

    def test_is_abandoned_for_a_reason(self, proof: Proof, browser_of: Browser) -> None:
        elena = browser_of("elena")
        assert elena.post(at(proof, "abandon/"), {"reason": "They left"}).status_code == 422
        assert elena.post(at(proof, "abandon/"), {"reason": "They lost the project"}).status_code == 302
        assert b"They lost the project" in elena.get(at(proof)).content


class TestTheDealsPage:
    def test_says_where_the_proof_stands(self, proof: Proof, browser_of: Browser) -> None:
        elena, page = browser_of("elena"), f"/opportunities/{proof.deal.id}/"
        assert "Planned, plan v1 not signed, led by Ana Ferreira." in elena.get(page).content.decode()
        proof.sign()
        proof.write(next_step="Contract")
        assert "Planned, plan v2 signed, led by Ana Ferreira." in elena.get(page).content.decode()
