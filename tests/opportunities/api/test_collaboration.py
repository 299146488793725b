"""A program asks for help and answers: two names on every record, versions on every step (domain §1.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.opportunities.api.test_deal_over_rest import Program
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
REQUESTS = "/api/v1/collaboration-requests/"
BODY = {"kind": "demo", "asked": "Show their analysts the nightly jobs on masked data.", "wished_on": "2099-01-05"}


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's; Solution Engineering has two people."""
    cast.user("ana"), cast.user("sam")
    return Deal(cast)


@pytest.fixture
def asked(deal: Deal) -> dict[str, Any]:
    """A demo, asked for over REST."""
    answer = Program("elena").send("post", f"/api/v1/opportunities/{deal.id}/requests/", BODY)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    assert answer["Location"] == f"{REQUESTS}{made['id']}/"
    return made


def step(who: str, asked: dict[str, Any], name: str, body: Any = None) -> Any:
    """Take one step on the newest version."""
    program = Program(who)
    tag = program.client.get(f"{REQUESTS}{asked['id']}/")["ETag"]
    return program.send("post", f"{REQUESTS}{asked['id']}/{name}/", body, **{"If-Match": tag})


class TestARequest:
    def test_says_who_is_accountable_and_who_responsible(self, deal: Deal, cast: Cast, asked: dict[str, Any]) -> None:
        elena, ana = cast.user("elena"), cast.user("ana")
        assert (asked["accountable_id"], asked["accountable"]) == (elena.pk, elena.name)
        assert (asked["responsible_id"], asked["responsible"], asked["state"]) == (None, None, "requested")
        assert asked["function"] == "solution_engineering"

        accepted = step("ana", asked, "accept")
        assert accepted.status_code == 200
        told = accepted.json()
        assert (told["accountable_id"], told["responsible_id"], told["responsible"]) == (elena.pk, ana.pk, ana.name)

        done = step("ana", asked, "finish", {"result": NOTE}).json()
        assert (done["state"], done["result"], done["accountable_id"]) == ("done", NOTE, elena.pk)
        assert deal.row.owner_id == elena.pk

    def test_is_declined_and_withdrawn(self, deal: Deal, asked: dict[str, Any]) -> None:
        declined = step("sam", asked, "decline", {"reason": NOTE}).json()
        assert (declined["state"], declined["reason"]) == ("declined", NOTE)
        other = Program("elena").send("post", f"/api/v1/opportunities/{deal.id}/requests/", BODY).json()
        assert step("elena", other, "withdraw", {}).json()["state"] == "withdrawn"

    def test_takes_no_step_on_an_old_version(self, asked: dict[str, Any]) -> None:
        program, address = Program("ana"), f"{REQUESTS}{asked['id']}/accept/"
        assert program.send("post", address).status_code == 428
        assert program.send("post", address, **{"If-Match": '"99"'}).status_code == 412
        assert program.send("post", address, **{"If-Match": '"1"'}).status_code == 200

    def test_names_every_wrong_field(self, deal: Deal) -> None:
        answer = Program("elena").send(
            "post",
            f"/api/v1/opportunities/{deal.id}/requests/",
            {"kind": "demo", "asked": "Now", "wished_on": "2001-01-01"},
        )
        assert answer.status_code == 422
        assert {each["field"] for each in answer.json()["errors"]} == {"asked", "wished_on"}


class TestTheList:
    def test_shows_each_function_what_it_may_see(self, asked: dict[str, Any]) -> None:
        for who, seen in (("ana", 1), ("elena", 1), ("arjun", 1), ("rachel", 0), ("vera", 0), ("victor", 0)):
            results = Program(who).send("get", REQUESTS).json()["results"]
            assert len(results) == seen, who

    def test_is_narrowed(self, asked: dict[str, Any]) -> None:
        program = Program("ana")
        for query, found in (
            ("state=requested", 1), ("state=done", 0), ("kind=demo,scoping", 1), ("kind=co_sell", 0), ("unassigned=true", 1),
            ("unassigned=false", 0), ("due_before=2020-01-01T00:00:00Z", 0), (f"opportunity={asked['opportunity_id']}", 1),
        ):  # fmt: skip
            assert len(program.send("get", f"{REQUESTS}?{query}").json()["results"]) == found, query
        assert program.send("get", f"{REQUESTS}?kind=coffee").status_code == 400

    def test_of_a_deal_needs_the_deal_in_full(self, deal: Deal) -> None:
        assert Program("rachel").send("get", f"/api/v1/opportunities/{deal.id}/requests/").status_code == 403
