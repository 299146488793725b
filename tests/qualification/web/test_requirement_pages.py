"""The page of requirements: what each person sees, and every form to its end without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qualification.models import Alignment, Judgement, Question, Requirement, SecurityStep
from tests.cast import Cast
from tests.qualification.requirements import align_all, answer, judge, put_question, require, write_path
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's."""
    return Deal(cast)


def at(deal: Deal, rest: str = "") -> str:
    """Return an address below the requirements."""
    return f"/opportunities/{deal.id}/requirements/{rest}"


def word(deal: Deal, **more: Any) -> dict[str, Any]:
    """Return what the form of a judgement sends."""
    given = {"state": "validated", "note": NOTE, "source_class": "customer_said", "contact_id": str(deal.contact.pk)}
    return given | {"activity_id": "", "document_id": "", "link": ""} | more


class TestThePage:
    def test_says_what_belongs_there(self, deal: Deal, browser_of: Browser) -> None:
        shown = browser_of("elena").get(at(deal)).content.decode()
        for words in ("What must it do on their systems", "No path to their clearance is written", "Nothing was asked"):
            assert words in shown

    def test_offers_judging_to_whoever_may(self, deal: Deal, browser_of: Browser) -> None:
        technical, business = require(deal), require(deal, "business", "Pays for itself")
        elena, ana = (browser_of(who).get(at(deal)).content.decode() for who in ("elena", "ana"))
        assert at(deal, f"{technical.pk}/judge/") not in elena
        assert "Validation judges" in elena
        assert at(deal, f"{technical.pk}/judge/") in ana
        assert at(deal, f"{business.pk}/judge/") in elena

    def test_says_why_a_group_is_not_aligned_any_more(self, deal: Deal, browser_of: Browser) -> None:
        align_all(deal)
        require(deal, "functional", "Exports to a sheet")
        shown = browser_of("elena").get(at(deal)).content.decode()
        assert "A requirement was added: Exports to a sheet" in shown
        assert shown.count("Aligned</span>") == 2

    def test_leads_a_fix_out_of_the_sheet(self, deal: Deal, browser_of: Browser) -> None:
        asked = {"HX-Request": "true", "HX-Target": "aside#sheet"}
        answer = browser_of("elena").get(at(deal), headers=asked)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, at(deal))

    def test_costs_the_same_however_much_is_required(self, deal: Deal, browser_of: Browser) -> None:
        elena = browser_of("elena")

        def cost() -> int:
            elena.get(at(deal))
            with CaptureQueriesContext(connection) as captured:
                assert elena.get(at(deal)).status_code == 200
            return len(captured)

        align_all(deal)
        answer(deal, put_question(deal))
        few = cost()
        for number in range(5):
            judge(deal, require(deal, text=f"Requirement {number}"))
            answer(deal, put_question(deal))
            put_question(deal, "commercial")
        write_path(deal)
        assert cost() == few


class TestTheForms:
    def test_add_and_judge(self, deal: Deal, browser_of: Browser) -> None:
        elena = browser_of("elena")
        answer = elena.post(at(deal, "add/"), {"kind": "technical", "text": "Runs on their own data"})
        assert answer["Location"] == at(deal)
        row = Requirement.objects.get()
        refused = elena.post(at(deal, f"{row.pk}/judge/"), word(deal))
        assert (refused.status_code, Judgement.objects.count()) == (403, 0)
        assert "second person in the deciding role" in refused.content.decode()
        assert browser_of("ana").post(at(deal, f"{row.pk}/judge/"), word(deal)).status_code == 302
        assert Judgement.objects.get().state == "validated"

    def test_a_judgement_without_evidence_comes_back(self, deal: Deal, browser_of: Browser) -> None:
        row = require(deal)
        shown = browser_of("ana").post(at(deal, f"{row.pk}/judge/"), word(deal, contact_id=""))
        assert shown.status_code == 422
        assert "Point at an activity" in shown.content.decode()

    def test_align_and_end_it(self, deal: Deal, browser_of: Browser) -> None:
        elena = browser_of("elena")
        judge(deal, require(deal))
        assert elena.post(at(deal, "technical/align/"), {"note": NOTE}).status_code == 302
        assert elena.post(at(deal, "technical/unalign/"), {"reason": "They want another version"}).status_code == 302
        assert list(Alignment.objects.order_by("id").values_list("is_aligned", flat=True)) == [True, False]
        assert elena.post(at(deal, "technical/unalign/"), {"reason": "They want another version"}).status_code == 422
        assert elena.get(at(deal, "infosec/align/")).status_code == 404

    def test_the_path(self, deal: Deal, browser_of: Browser) -> None:
        elena = browser_of("elena")
        sent = {"text_0": "Questionnaire", "owner_name_0": "", "due_on_0": ""}
        shown = elena.post(at(deal, "security-path/"), sent)
        assert shown.status_code == 422
        assert "By which day?" in shown.content.decode()
        sent |= {
            "owner_name_0": "Nils Berg",
            "due_on_0": "2026-12-01",
            "text_1": "",
            "owner_name_1": "",
            "due_on_1": "",
        }
        assert elena.post(at(deal, "security-path/"), sent).status_code == 302
        assert SecurityStep.objects.get().due_on.isoformat() == "2026-12-01"
        assert 'value="2026-12-01"' in elena.get(at(deal, "security-path/")).content.decode()

    def test_ask_and_answer(self, deal: Deal, browser_of: Browser) -> None:
        sent = {"kind": "functional", "text": "Can a month be opened again?", "contact": deal.contact.pk}
        assert browser_of("elena").post(at(deal, "questions/add/"), sent).status_code == 302
        row = Question.objects.get()
        where = at(deal, f"questions/{row.pk}/answer/")
        assert browser_of("ana").post(where, {"answer": "By a named person"}).status_code == 302
        row.refresh_from_db()
        assert row.answered_by is not None
        assert row.answered_by.name == "Ana Ferreira"
        assert browser_of("ana").post(where, {"answer": "Never"}).status_code == 422

    @pytest.mark.parametrize("rest", ["0/judge/", "questions/0/answer/"])
    def test_what_is_not_there_is_not_found(self, deal: Deal, browser_of: Browser, rest: str) -> None:
        assert browser_of("ana").get(at(deal, rest)).status_code == 404

    def test_anothers_deal_has_its_own(self, deal: Deal, browser_of: Browser) -> None:
        row, other = require(deal), Deal(deal.cast, account=deal.account)
        assert browser_of("ana").get(at(other, f"{row.pk}/judge/")).status_code == 404
