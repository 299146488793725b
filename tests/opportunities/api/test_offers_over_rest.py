"""Offers over REST: drafted, written whole, refused like on the page, and without amounts for a key that may not see them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.opportunities.pricing import COMMIT, Pricing, line, publish_prices
from tests.qualification.programs import READS, SEES_MONEY, SELLS, Program, at
from tests.story import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal, and a price book for it."""
    made = Deal(cast)
    publish_prices(cast)
    return made


@pytest.fixture
def seller(deal: Deal) -> Program:
    """A program of the deal's owner."""
    return Program("elena", READS, SEES_MONEY, SELLS)


def body(deal: Deal, **more: Any) -> dict[str, Any]:
    lines = [{"code": COMMIT.code, "unit_net": "319200.00"}]
    option = {"letter": "A", "term_months": 36, "lines": lines}
    return {"currency": "USD", "valid_until": deal.now.date().isoformat(), "option": option, **more}


def put(program: Program, where: str, sent: dict[str, Any], version: str) -> Any:
    return program.client.put(f"/api/v1/{where}", sent, content_type="application/json", headers={"If-Match": version})


class TestOffer:
    def test_is_begun_and_written(self, deal: Deal, seller: Program) -> None:
        begun = seller.post(at(deal, "offers/"), {})
        assert begun.status_code == 201
        where = at(deal, f"offers/{begun.json()['number']}/")
        answer = put(seller, where, body(deal), begun.headers["ETag"])
        assert answer.status_code == 200
        option = answer.json()["terms"]["options"][0]
        assert (option["acv"], option["tcv"], option["discount"]) == ("319200.00", "957600.00", "24.00")
        assert option["lines"][0]["unit_list"] == "420000.00"
        assert answer.json()["cover"] == {
            "is_covered": False, "is_needed": True, "request_id": None, "approved_at": None, "expires_on": None, "limits": [],
        }  # fmt: skip

    def test_wants_the_version_that_was_read(self, deal: Deal, seller: Program) -> None:
        Pricing(deal)
        where = at(deal, "offers/1/")
        assert put(seller, where, body(deal), '"1"').status_code == 412
        assert seller.client.put(f"/api/v1/{where}", body(deal), content_type="application/json").status_code == 428

    def test_names_every_wrong_field(self, deal: Deal, seller: Program) -> None:
        Pricing(deal)
        where = at(deal, "offers/1/")
        wrong = body(
            deal,
            channel="marketplace",
            option={"letter": "A", "term_months": 12, "lines": [{"code": "NO", "unit_net": "1"}]},
        )
        answer = put(seller, where, wrong, seller.get(where).headers["ETag"])
        assert answer.status_code == 422
        assert {each["field"] for each in answer.json()["errors"]} == {"marketplace", "lines.0.code"}

    def test_is_not_presented_before_it_is_approved(self, deal: Deal, seller: Program) -> None:
        Pricing(deal).write(line(COMMIT, 24))
        answer = seller.step(at(deal, "offers/1/presentation/"), after=at(deal, "offers/1/"))
        assert (answer.status_code, answer.json()["code"]) == (409, "R06")

    def test_gains_and_loses_options(self, deal: Deal, seller: Program) -> None:
        Pricing(deal)
        where = at(deal, "offers/1/")
        grown = seller.step(f"{where}options/", {"copy_of": "A"}, after=where)
        assert [each["letter"] for each in grown.json()["terms"]["options"]] == ["A", "B"]
        headers = {"If-Match": grown.headers["ETag"]}
        shrunk = seller.client.delete(f"/api/v1/{where}options/A/", headers=headers)
        assert [each["letter"] for each in shrunk.json()["terms"]["options"]] == ["B"]

    def test_tells_no_amounts_to_a_key_without_their_scope(self, deal: Deal) -> None:
        Pricing(deal)
        answer = Program("elena", READS).get(at(deal, "offers/1/"))
        assert answer.status_code == 200
        assert "420000.00" not in answer.text
        assert "options" not in answer.json()["terms"]
        books = Program("elena", READS).get("price-books/").json()["results"]
        assert all("entries" not in book for book in books)
