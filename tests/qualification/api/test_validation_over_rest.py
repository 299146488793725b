"""A proposal and its validation over REST, by a seller's and a validator's key (domain §1.5, §1.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from opportunities.services.amend import amend
from qualification.models import ProposalVersion, TriggerClearance
from salesops.charter.refusals import refusal
from salesops.outbox.models import Event
from salesops.web.api.field_groups import hidden_fields, without_hidden
from tests.qualification.offering import EVIDENCE, Offering
from tests.qualification.programs import API, DAYS, READS, SELLS, TERMS, VALIDATES, Program, at, fired
from tests.story import Deal

pytestmark = pytest.mark.django_db


class TestTheStory:
    def test_from_the_first_word_to_the_final_version(self, deal: Deal, seller: Program, validator: Program) -> None:
        written = seller.step(at(deal, "proposals/"), TERMS, after=at(deal, "proposals/"))
        assert (written.status_code, written.json()["number"]) == (201, 1)
        first = at(deal, "proposals/1/")
        assert written.headers["Location"] == f"/{API.strip('/')}/{first}"

        why = refusal("R05")
        refused = seller.post(f"{first}finalise/")
        told = refused.json()
        assert (refused.status_code, told["code"], told["next_action"]) == (409, "R05", why.next_action)
        assert told["detail"].startswith(why.sentence)
        assert {each["key"] for each in told["triggers"]} == {"T01", "T03"}

        asked = seller.post(at(deal, "validations/"), {"question": "By June?"})
        assert (asked.status_code, asked.json()["state"], asked.json()["number"]) == (201, "waiting", 1)
        review = asked.headers["Location"].removeprefix(API)
        desk = validator.get("validations/?state=waiting").json()["results"]
        assert [(each["id"], each["reviewer_id"]) for each in desk] == [(asked.json()["id"], deal.cast.user("ana").pk)]

        check = {"text": "Same kernel", "state": "validated", "evidence": EVIDENCE}
        assert validator.post(f"{first}assumption-checks/", check).status_code == 201
        trigger = fired(validator, deal, 1)["T03"]
        clearance = {"trigger": "T03", "route": "psv", "about": trigger["about"], "evidence": EVIDENCE}
        assert validator.post(f"{first}clearances/", clearance).json()["number"] == 1
        blocked = validator.step(f"{review}decide/", {"verdict": "clear"}, after=review)
        assert (blocked.json()["code"], blocked.json()["missing"]) == ("not_clear", ["the effort is not estimated"])
        assert validator.post(f"{first}estimates/", DAYS).json()["cost_per_day"] == "900.00"

        without_fines = {"text": "Fines of the schemes are not ours", "becomes": "exclusion"}
        verdict = {"verdict": "clear_with_conditions", "conditions": [without_fines]}
        decided = validator.step(f"{review}decide/", verdict, after=review).json()
        assert (decided["state"], decided["decided_by_id"]) == ("clear_with_conditions", deal.cast.user("ana").pk)
        assert decided["conditions"] == [{**without_fines, "triggers": []}]

        assert seller.post(f"{first}finalise/").json()["code"] == "stale_version"
        second = seller.get(at(deal, "proposals/2/")).json()
        assert second["terms"]["exclusions"] == [without_fines["text"]]
        assert (second["basis_number"], second["open_points"], second["refused_with"]) == (1, [], "")
        assert (second["verdict"]["id"], second["waiting"]) == (decided["id"], None)
        assert [each["state"] for each in second["assumptions"]] == ["validated"]
        final = seller.post(at(deal, "proposals/2/finalise/")).json()
        assert final["finalised_by_id"] == deal.cast.user("elena").pk
        listed = seller.get(at(deal, "proposals/")).json()["results"]
        assert [(each["number"], each["finalised_at"] is not None) for each in listed] == [(2, True), (1, False)]

    def test_a_condition_settles_the_trigger_it_names(self, offering: Offering, validator: Program) -> None:
        offering.estimate()
        offering.validate("Same kernel")
        review = f"validations/{offering.request_id}/"
        condition = {"text": "Reader R2 is not part of it", "becomes": "risk", "triggers": ["T03"]}
        verdict = {"verdict": "clear_with_conditions", "conditions": [condition]}
        assert validator.step(f"{review}decide/", verdict, after=review).json()["conditions"] == [condition]
        assert TriggerClearance.objects.get().evidence == f"Condition: {condition['text']}"


class TestAVersion:
    def test_says_what_fires_who_clears_it_and_what_is_open(self, offering: Offering, seller: Program) -> None:
        offering.flag("high")
        shown = seller.get(at(offering.deal, "proposals/1/")).json()
        found = {each["key"]: each for each in shown["triggers"]}
        assert found["T03"]["about"] == "Reader R2"
        assert found["T03"]["sentence"] == "Device, SDK or tool not confirmed: Reader R2"
        roles = {each["route"]: each["roles"] for each in found["T04"]["routes"]}
        experts = ["cert_sme", "engineer", "solutions_engineer", "technical_pm"]
        assert roles == {"psv": experts, "lr": ["leader", "regional_vp"]}
        assert {(each["key"], each["route"]) for each in shown["open_points"]} == {
            ("T01", "psv"), ("T03", "psv"), ("T04", "psv"), ("T04", "lr"),
        }  # fmt: skip
        assert (shown["refused_with"], shown["waiting"]["id"]) == ("R05", offering.request_id)
        offering.clear("T03")
        cleared = fired(seller, offering.deal, 1)["T03"]
        assert (cleared["is_cleared"], cleared["routes"][0]["clearance"]["evidence"]) == (True, EVIDENCE)

    def test_is_stale_once_another_is_written(self, deal: Deal, seller: Program) -> None:
        where = at(deal, "proposals/")
        assert seller.post(where, TERMS).status_code == 428
        assert seller.post(where, TERMS, If_Match='"0"').status_code == 201
        late = seller.post(where, TERMS | {"tools": []}, If_Match='"0"')
        assert (late.status_code, late.json()["version"]) == (412, 1)
        again = seller.post(where, TERMS, If_Match='"1"')
        assert (again.json()["number"], again.headers["ETag"]) == (1, '"1"')
        assert seller.get(where).headers["ETag"] == seller.get(f"{where}1/").headers["ETag"] == '"1"'

    def test_shows_an_earlier_one_as_it_was_written(self, offering: Offering, seller: Program) -> None:
        offering.write(tools=("Reader R3",))
        shown = seller.get(at(offering.deal, "proposals/1/")).json()
        assert (shown["is_newest"], shown["terms"]["tools"]) == (False, ["Reader R2"])
        assert (shown["triggers"], shown["open_points"], shown["refused_with"]) == (None, None, None)
        assert seller.get(at(offering.deal, "proposals/9/")).status_code == 404

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"items": []}, "items"),
            ({"tools": ["Reader R2", "reader r2"]}, "tools"),
            ({"places": ["Norway"]}, "places.0"),
            ({"special_terms": [{"kind": "wish", "text": "Soon"}]}, "special_terms.0.kind"),
            ({"third_parties": [{"name": "Lab", "kind": "lab_slot", "document_id": 999_999}]}, "third_parties"),
            ({"prices": []}, "prices"),
        ],
    )
    def test_names_each_wrong_field(self, deal: Deal, seller: Program, change: Any, field: str) -> None:
        answer = seller.post(at(deal, "proposals/"), TERMS | change, If_Match='"0"')
        assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])
        assert not ProposalVersion.objects.exists()

    def test_is_written_once_by_a_retry(self, deal: Deal, seller: Program) -> None:
        once = {"If_Match": '"0"', "Idempotency_Key": "the-same"}
        first, second = (seller.post(at(deal, "proposals/"), TERMS, **once) for _ in range(2))
        assert (second.json(), second.headers["Idempotency-Replayed"]) == (first.json(), "true")
        assert ProposalVersion.objects.count() == 1

    @pytest.mark.parametrize(
        ("part", "body"),
        [
            ("clearances", {"trigger": "T03", "route": "psv", "about": "Reader R2", "evidence": EVIDENCE}),
            ("assumption-checks", {"text": "Same kernel", "state": "rejected", "evidence": EVIDENCE}),
            ("estimates", DAYS),
        ],
    )
    def test_takes_nothing_for_an_earlier_one(
        self, offering: Offering, validator: Program, part: str, body: dict[str, str]
    ) -> None:
        offering.write(risks=("The lab closes in July",))
        late = validator.post(at(offering.deal, f"proposals/1/{part}/"), body)
        assert (late.status_code, late.json()["code"]) == (412, "stale_version")
        assert validator.post(at(offering.deal, f"proposals/2/{part}/"), body).status_code == 201

    def test_is_not_cleared_for_another_cause(self, offering: Offering, validator: Program) -> None:
        seen = {"trigger": "T03", "route": "psv", "about": "Reader R1", "evidence": EVIDENCE}
        where = at(offering.deal, "proposals/1/clearances/")
        assert validator.post(where, seen).json()["code"] == "cause_changed"
        assert validator.post(where, seen | {"trigger": "T11"}).json()["code"] == "trigger_not_fired"
        short = validator.post(where, seen | {"about": "Reader R2", "evidence": "Seen"})
        assert [each["field"] for each in short.json()["errors"]] == ["evidence"]


def amounts_in(text: str) -> list[str]:
    """The amounts that a text tells. With their points or commas: no hash, number or time holds these by chance."""
    plain = text.replace("300,000", "300000.00")
    return [amount for amount in ("300000.00", "2512.50", "margin 16.2") if amount in plain]


class TestAmounts:
    """Margin, cost and the causes that tell prices are for those whose key may read prices."""

    @pytest.fixture
    def priced(self, offering: Offering) -> Offering:
        """A deal of 300,000 whose margin is below the floor."""
        amend(**offering.known(), changes={"one_time": Decimal(300_000)})
        offering.estimate(likely="100", cost="2512.50")
        return offering

    def test_are_shown_with_the_scope(self, priced: Offering, seller: Program) -> None:
        shown = seller.get(at(priced.deal, "proposals/1/")).json()
        assert shown["effort"]["margin"] == "16.2"
        assert (shown["effort"]["cost_per_day"], shown["effort"]["days_at_floor"]) == ("2512.50", "77.6")
        assert fired(seller, priced.deal, 1)["T20"]["about"].startswith("TCV 300000.00")

    def test_are_left_out_without_it(self, priced: Offering) -> None:
        blind = Program("elena", READS, SELLS)
        page = blind.get(at(priced.deal, "proposals/1/"))
        refused = blind.post(at(priced.deal, "proposals/1/finalise/"))
        assert {"T06", "T20"} <= {each["key"] for each in page.json()["triggers"]}
        assert {"T06", "T20"} <= {each["key"] for each in refused.json()["triggers"]}
        for answer in (page, refused):
            assert amounts_in(answer.content.decode()) == []
        assert "margin" not in page.json()["effort"]
        assert all("about" not in each for each in page.json()["triggers"])

    def test_are_left_out_of_what_a_validator_is_answered(self, priced: Offering) -> None:
        blind = Program("ana", READS, VALIDATES)
        made = blind.post(at(priced.deal, "proposals/1/estimates/"), DAYS)
        assert (made.status_code, made.json().keys() & {"cost_per_day", "margin"}) == (201, set())
        review = f"validations/{priced.request_id}/"
        refused = blind.step(f"{review}decide/", {"verdict": "clear"}, after=review).json()
        assert refused["code"] == "not_clear"
        assert "tcv" not in blind.get(review).json()

    def test_are_left_out_of_events_and_of_the_ledger(self, priced: Offering) -> None:
        """Feed and ledger show what `without_hidden` leaves of the data of an event."""
        priced.clear("T20")
        told = list(Event.objects.filter(type__startswith="proposal.").values_list("data", flat=True))
        assert amounts_in(str(told)) == ["300000.00", "2512.50"]
        assert amounts_in(str(without_hidden(told, hidden_fields(frozenset({"event:read"}))))) == []

    @pytest.mark.parametrize("show", ["all", "changes", "evidence"])
    def test_are_left_out_of_the_timeline(self, priced: Offering, seller: Program, show: str) -> None:
        priced.clear("T20")
        where = at(priced.deal, f"timeline/?show={show}")
        told = Program("elena", READS).get(where)
        assert amounts_in(told.content.decode()) == []
        assert (show != "changes") == ("T20 cleared" in {each["fact"] for each in told.json()["results"]})
        assert amounts_in(seller.get(where).content.decode()) == ["300000.00"]
