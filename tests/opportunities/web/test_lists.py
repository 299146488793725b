"""Board, table and export: the totals are the filter's, what is shown is what is exported, nothing runs in a sheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from opportunities.models import SavedView
from opportunities.services.amend import amend
from tests.cast import Cast
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db


def body(answer: object) -> str:
    """Return the text of an answer, streamed or not."""
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed).decode() if streamed is not None else answer.content.decode()  # type: ignore[attr-defined]


class TestBoard:
    def test_sums_the_whole_filter_and_not_the_cards_it_shows(self, cast: Cast, elena: Client) -> None:
        account = new_account()
        for _ in range(25):
            Deal(cast, account=account)
        answer = elena.get("/opportunities/?process=generic.three_stage")
        lane = answer.context["swims"][0].lanes[0]
        assert (lane.sums.count, lane.sums.total, len(lane.cards)) == (25, Decimal(1_000_000), 20)
        assert lane.sums.weighted == Decimal(200_000)
        more = body(elena.get(f"/opportunities/lane/?process=generic.three_stage&lane=discovery&after={lane.more}"))
        shown = set(re.findall(r'id="card-(\d+)"', body(answer) + more))
        assert len(shown) == 25
        assert "lane-more" not in more

    def test_puts_each_owner_in_a_row_of_their_own(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        Deal(cast, owner="arjun", account=new_account("Solvane Bank"))
        swims = elena.get("/opportunities/?process=generic.three_stage&group=owner").context["swims"]
        assert {(swim.name, swim.sums.count) for swim in swims} == {("Elena Petrova", 1), ("Arjun Nair", 1)}

    def test_filters_by_owner_text_and_amount(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        Deal(cast, owner="arjun", account=new_account("Solvane Bank"))
        assert elena.get("/opportunities/?owner=me").context["sums"].count == 1
        assert elena.get("/opportunities/?q=solvane").context["sums"].count == 1
        assert elena.get("/opportunities/?amount_min=40001").context["sums"].count == 0

    @pytest.mark.parametrize("after", ["", "x_1", "1_x", "NaN_1", "1", "_"])
    def test_answers_a_place_that_is_none_with_not_found(self, cast: Cast, elena: Client, after: str) -> None:
        assert elena.get("/opportunities/lane/", {"lane": "discovery", "after": after}).status_code == 404

    def test_shows_a_person_without_a_role_nothing(self, cast: Cast, as_person: object) -> None:
        Deal(cast)
        assert as_person("victor").get("/opportunities/").context["sums"].count == 0  # type: ignore[operator]


class TestTable:
    def test_says_what_it_left_out(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        answer = elena.get("/opportunities/table/?close_after=tomorrow&sort=secret")
        assert len(answer.context["problems"]) == 2
        assert answer.context["shown"].totals.count == 1

    def test_shows_the_columns_chosen_in_the_menu(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        answer = elena.get("/opportunities/table/?column=source&column=region")
        assert [head["key"] for head in answer.context["heads"]] == ["name", "source", "region"]

    @pytest.mark.parametrize("sort", ["name", "-close", "in_stage", "-weighted", "owner", "next_step", "account"])
    def test_sorts_by_every_column_without_losing_a_row(self, cast: Cast, elena: Client, sort: str) -> None:
        deals = {Deal(cast, account=new_account(f"A{n}")).id for n in range(3)}
        rows = elena.get(f"/opportunities/table/?sort={sort}").context["shown"].rows
        assert {row.opportunity.pk for row in rows} == deals


class TestExport:
    def test_holds_exactly_the_rows_and_columns_shown(self, cast: Cast, elena: Client) -> None:
        deal = Deal(cast)
        Deal(cast, owner="arjun", account=new_account("Solvane Bank"))
        answer = elena.get("/opportunities/export/?owner=me&columns=amount,owner,gate,score")
        rows = list(csv.reader(io.StringIO(body(answer))))
        assert rows[0] == ["Id", "Opportunity", "Amount", "Currency", "Owner", "Gate", "MEDDPICC, %"]
        assert rows[1:] == [[str(deal.id), deal.row.name, "40000.00", "USD", "Elena Petrova", "0 of 5", "0"]]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
    def test_holds_nothing_a_spreadsheet_would_run(self, cast: Cast, elena: Client, start: str) -> None:
        deal = Deal(cast)
        amend(**deal.known(), changes={"name": f"{start}cmd|' /C calc'!A0"})
        stored = deal.row.name
        name = list(csv.reader(io.StringIO(body(elena.get("/opportunities/export/")), newline="")))[1][1]
        assert name == (f"'{stored}" if stored.startswith(start) else stored)
        assert not name.startswith(("=", "+", "-", "@", "\t", "\r"))
        book = load_workbook(io.BytesIO(elena.get("/opportunities/export/?format=xlsx").content))
        assert book.active.cell(2, 2).data_type == "s"

    def test_opens_as_a_workbook_with_typed_cells(self, cast: Cast, elena: Client) -> None:
        Deal(cast)
        book = load_workbook(io.BytesIO(elena.get("/opportunities/export/?format=xlsx&columns=amount,close").content))
        assert [cell.value for cell in book.active[1]] == ["Id", "Opportunity", "Amount", "Currency", "Close"]
        assert isinstance(book.active.cell(2, 3).value, int | float)


class TestSavedViews:
    def test_keep_the_filters_of_the_page_one_came_from(self, cast: Cast, elena: Client) -> None:
        answer = elena.post(
            "/opportunities/views/save/",
            {"page": "table", "name": "Big ones", "next": "/opportunities/table/?amount_min=100000&sort=close"},
        )
        assert answer.status_code == 302
        assert SavedView.objects.get().query == {"amount_min": "100000", "sort": "close"}
        assert b"Big ones" in elena.get("/opportunities/table/").content

    def test_are_private_until_shared(self, cast: Cast, elena: Client, as_person: object) -> None:
        for name, shared in (("Mine", ""), ("Ours", "on")):
            form = {"page": "board", "name": name, "is_shared": shared, "next": "/opportunities/?owner=me"}
            elena.post("/opportunities/views/save/", form)
        seen = as_person("arjun").get("/opportunities/").content.decode()  # type: ignore[operator]
        assert "Ours" in seen
        assert "Mine" not in seen

    def test_are_forgotten_by_their_owner_only(self, cast: Cast, elena: Client, as_person: object) -> None:
        elena.post("/opportunities/views/save/", {"page": "board", "name": "Ours", "is_shared": "on", "next": "/"})
        view = SavedView.objects.get()
        assert as_person("arjun").post(f"/opportunities/views/{view.pk}/forget/").status_code == 404  # type: ignore[operator]
        elena.post(f"/opportunities/views/{view.pk}/forget/")
        assert not SavedView.objects.exists()


class TestToday:
    def test_lists_steps_due_gates_one_action_away_and_deals_without_a_step(self, cast: Cast, elena: Client) -> None:
        deal = Deal(cast)
        deal.open_discovery_gate()
        page = elena.get("/today/").context["page"]
        assert [gate.missing for gate in page.gates] == [None]
        assert [row.pk for row in page.without_step] == [deal.id]
        form = {"text": "Call Kari", "due": timezone.now().date() + timedelta(days=2), "owner_id": ""}
        elena.post(f"/opportunities/{deal.id}/next-step/set/", form)
        page = elena.get("/today/").context["page"]
        assert [row.next_step for row in page.steps] == ["Call Kari"]
        assert page.without_step == []

    def test_says_that_nothing_waits(self, cast: Cast, elena: Client) -> None:
        assert b"Nothing waits for you" in elena.get("/today/").content
