"""Validations, red flags, calls and confirmations over REST, and who is refused (domain §1.3 to §1.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qualification.domain.proposal import SpecialTerm
from qualification.models import Review, TriggerClearance
from salesops.audit.models import AuditEntry
from salesops.charter.refusals import refusal
from salesops.outbox.models import Event
from tests.qualification.offering import EVIDENCE, Offering
from tests.qualification.programs import API, DAYS, READS, SEES_MONEY, SELLS, VALIDATES, Program, at, fired
from tests.story import NOTE, Deal, new_account

pytestmark = pytest.mark.django_db


class TestAValidation:
    def test_waits_for_one_verdict(self, offering: Offering, seller: Program, validator: Program) -> None:
        assert seller.post(at(offering.deal, "validations/")).json()["code"] == "review_waiting"
        review = f"validations/{offering.request_id}/"
        assert validator.post(f"{review}decide/", {"verdict": "blocked", "note": NOTE}).status_code == 428
        tag = validator.get(review).headers["ETag"]
        given = validator.post(f"{review}assign/", {"reviewer_id": offering.deal.cast.user("mei").pk}, If_Match=tag)
        assert given.json()["reviewer_id"] == offering.deal.cast.user("mei").pk
        stale = validator.post(f"{review}decide/", {"verdict": "blocked", "note": NOTE}, If_Match=tag)
        assert (stale.status_code, Review.objects.get().state) == (412, "waiting")
        bare = validator.step(f"{review}decide/", {"verdict": "blocked"}, after=review)
        assert [each["field"] for each in bare.json()["errors"]] == ["note"]
        decided = validator.step(f"{review}decide/", {"verdict": "blocked", "note": NOTE}, after=review)
        assert decided.json()["state"] == "blocked"
        twice = validator.step(f"{review}decide/", {"verdict": "blocked", "note": NOTE}, after=review)
        assert (twice.status_code, twice.json()["code"]) == (409, "review_state")
        points = seller.get(at(offering.deal, "proposals/1/")).json()["open_points"]
        assert ("blocked", f"Blocked by pre-sales validation: {NOTE}") in {(p["key"], p["sentence"]) for p in points}

    def test_is_not_decided_on_a_version_nobody_read(self, offering: Offering, validator: Program) -> None:
        review = f"validations/{offering.request_id}/"
        tag = validator.get(review).headers["ETag"]
        offering.write(risks=("The lab closes in July",))
        blind = validator.post(f"{review}decide/", {"verdict": "blocked", "note": NOTE}, If_Match=tag)
        assert (blind.status_code, blind.json()["code"]) == (412, "stale_version")
        assert validator.get(review).json()["number"] == 2

    def test_is_withdrawn_by_who_asked(self, offering: Offering, seller: Program, validator: Program) -> None:
        review = f"validations/{offering.request_id}/"
        assert seller.step(f"{review}withdraw/", after=review).json()["state"] == "withdrawn"
        assert validator.get("validations/?state=waiting").json()["results"] == []
        listed = seller.get(at(offering.deal, "validations/")).json()["results"]
        assert [each["state"] for each in listed] == ["withdrawn"]

    def test_is_listed_due_first_page_by_page(self, offering: Offering, validator: Program) -> None:
        due = {offering.request_id: 3}
        for number, days in enumerate((1, 2)):
            other = Offering(Deal(offering.deal.cast, account=new_account(f"Solvane {number}")))
            other.write(tools=("Reader R2",))
            due[other.request().pk] = days
        for pk, days in due.items():
            Review.objects.filter(pk=pk).update(due_at=offering.deal.now + timedelta(days=days))
        seen, where = [], "validations/?state=waiting&page_size=1"
        while where:
            page = validator.get(where).json()
            seen += [each["id"] for each in page["results"]]
            where = (page["next"] or "").partition(API)[2]
        assert seen == sorted(due, key=lambda pk: due[pk])
        assert validator.get(f"validations/?opportunity={offering.deal.id}").json()["results"][0]["id"] == min(due)
        assert validator.get("validations/?state=late").status_code == 400


class TestConcerns:
    def test_a_red_flag_is_raised_by_the_seller_and_settled_by_validation(
        self, offering: Offering, seller: Program, validator: Program
    ) -> None:
        where = at(offering.deal, "red-flags/")
        due = offering.deal.now.date() + timedelta(days=3)
        body = {"text": "Their host changes", "severity": "high", "owner_id": offering.deal.cast.user("ana").pk}
        raised = seller.post(where, body | {"due_on": f"{due}"})
        assert (raised.status_code, raised.json()["closed_at"]) == (201, None)
        assert "T04" in fired(seller, offering.deal, 1)
        close = f"red-flags/{raised.json()['id']}/close/"
        assert validator.post(close, {"how": NOTE}).json()["how_closed"] == NOTE
        assert validator.post(close, {"how": NOTE}).json()["code"] == "flag_closed"
        assert "T04" not in fired(seller, offering.deal, 1)
        assert seller.get(f"{where}?open=true").json()["results"] == []
        late = seller.post(where, body | {"due_on": "2020-01-01"})
        assert [each["field"] for each in late.json()["errors"]] == ["due_on"]

    def test_a_confidence_call_is_asked_for_planned_and_held(self, offering: Offering, seller: Program) -> None:
        deal, where = offering.deal, at(offering.deal, "confidence-calls/")
        asked = seller.post(where, {"contact_id": deal.contact.pk, "topic": "How you test contactless"}).json()
        assert "T05" in fired(seller, deal, 1)
        call = f"confidence-calls/{asked['id']}/"
        assert seller.post(f"{call}plan/", {"planned_for": "2099-01-05T09:00:00Z"}).status_code == 200
        past = seller.post(f"{call}plan/", {"planned_for": "2020-01-05T09:00:00Z"})
        assert [each["field"] for each in past.json()["errors"]] == ["planned_for"]
        deal.now = timezone.now()  # not before they asked, also at midnight
        deal.log_call()
        held = {"activity_id": deal.row.activities.latest("id").pk, "outcome": NOTE}
        assert seller.post(f"{call}hold/", held).json()["outcome"] == NOTE
        assert seller.post(f"{call}hold/", held).json()["code"] == "call_held"
        assert "T05" not in fired(seller, deal, 1)
        assert [each["planned_for"] for each in seller.get(where).json()["results"]] == ["2099-01-05T09:00:00Z"]

    def test_a_tool_is_confirmed_for_the_buyer_and_taken_back(
        self, offering: Offering, seller: Program, validator: Program
    ) -> None:
        body = {"kind": "tool", "name": "Reader R2", "evidence": EVIDENCE, "opportunity_id": offering.deal.id}
        made = validator.post("confirmations/", body)
        assert made.status_code == 201
        assert "T03" not in fired(seller, offering.deal, 1)
        assert validator.post("confirmations/", body).json()["code"] == "confirmed"
        listed = seller.get(f"confirmations/?opportunity={offering.deal.id}&stands=true").json()["results"]
        assert [each["name"] for each in listed] == ["Reader R2"]
        withdrawn = validator.post(f"confirmations/{made.json()['id']}/withdraw/", {"reason": NOTE})
        assert withdrawn.json()["withdrawn_reason"] == NOTE
        assert "T03" in fired(seller, offering.deal, 1)
        assert seller.get("confirmations/?stands=true").json()["results"] == []


class TestWhoMayNot:
    """Each is refused in the words of the charter, stands in the ledger, and changes nothing."""

    def parts(self, offering: Offering) -> dict[str, tuple[str, dict[str, Any]]]:
        """What only pre-sales validation does, with its address and body."""
        version, review = at(offering.deal, "proposals/1/"), f"validations/{offering.request_id}/"
        cleared = {"trigger": "T03", "route": "psv", "about": "Reader R2", "evidence": EVIDENCE}
        return {
            "clear": (f"{version}clearances/", cleared),
            "check": (f"{version}assumption-checks/", {"text": "Same kernel", "state": "open"}),
            "estimate": (f"{version}estimates/", DAYS),
            "assign": (f"{review}assign/", {"reviewer_id": offering.deal.cast.user("mei").pk}),
            "decide": (f"{review}decide/", {"verdict": "blocked", "note": NOTE}),
            "settle": (f"red-flags/{offering.flag().pk}/close/", {"how": NOTE}),
        }

    @pytest.mark.parametrize("what", ["clear", "check", "estimate", "assign", "decide", "settle"])
    def test_the_owner_does_nothing_of_validation(self, offering: Offering, what: str) -> None:
        where, body = self.parts(offering)[what]
        owner, why = Program("elena", READS, SEES_MONEY, SELLS, VALIDATES), refusal("R15")
        events = Event.objects.count()
        told = owner.post(where, body, If_Match='"1"').json()
        assert (told["status"], told["code"], told["detail"]) == (403, "R15", why.sentence)
        assert AuditEntry.objects.filter(outcome="refused", code="R15").count() == 1
        assert Event.objects.count() == events

    @pytest.mark.parametrize("what", ["clear", "check", "estimate", "assign", "decide", "settle"])
    def test_a_key_without_the_scope_does_not_either(self, offering: Offering, what: str) -> None:
        where, body = self.parts(offering)[what]
        told = Program("ana", READS, SEES_MONEY, SELLS).post(where, body, If_Match='"1"').json()
        assert (told["status"], told["code"]) == (403, "scope")
        assert VALIDATES in told["detail"]

    @pytest.mark.parametrize(("who", "code"), [("ana", "R08"), ("ingrid", "refused"), ("arjun", "refused")])
    def test_nobody_but_the_owner_finalises(self, offering: Offering, who: str, code: str) -> None:
        where = at(offering.deal, "proposals/1/finalise/")
        told = Program(who, READS, SELLS, VALIDATES).post(where).json()
        assert (told["status"], told["code"]) == (403, code)

    @pytest.mark.parametrize(
        ("who", "route", "kind"), [("ingrid", "lr", "promise"), ("lucia", "legal", "legal_terms"), ("naomi", "finance", "payment_terms")]
    )  # fmt: skip
    def test_what_a_person_answers_for_is_not_cleared_by_a_key(
        self, offering: Offering, who: str, route: str, kind: str
    ) -> None:
        offering.write(special_terms=(SpecialTerm(kind, "By the end of June"),))
        trigger = {"lr": "T12", "legal": "T17", "finance": "T18"}[route]
        body = {"trigger": trigger, "route": route, "about": "By the end of June", "evidence": EVIDENCE}
        program = Program(who, READS, SEES_MONEY, SELLS, VALIDATES)
        told = program.post(at(offering.deal, "proposals/2/clearances/"), body).json()
        assert (told["status"], told["code"]) == (403, "scope")
        assert (told["detail"], told["next_action"]) == ("Keys may not do that.", "A person does it on the screen.")
        offering.clear(trigger, route)
        assert TriggerClearance.objects.get().route == route

    def test_the_owner_confirms_nothing(self, offering: Offering) -> None:
        body = {"kind": "scheme", "name": "Girocard", "evidence": EVIDENCE}
        told = Program("elena", READS, SELLS, VALIDATES).post("confirmations/", body).json()
        assert (told["status"], told["code"]) == (403, "refused")

    def test_what_a_key_cannot_see_it_cannot_change(self, offering: Offering) -> None:
        made = offering.confirm("scheme", "Girocard")
        for who in ("vera", "victor"):
            told = Program(who, READS, VALIDATES).post(f"confirmations/{made.pk}/withdraw/", {"reason": NOTE})
            assert told.status_code == 404
        assert Program("vera", READS).get(f"validations/{offering.request_id}/").status_code == 404
        assert Program("vera", READS).get("validations/").json()["results"] == []
