"""Requests on their pages: asked from the deal, answered from the queue, two names on every row (domain §1.7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from opportunities.models import CollaborationRequest
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's; Solution Engineering has two people."""
    cast.user("ana"), cast.user("sam")
    return Deal(cast)


@pytest.fixture
def asked(deal: Deal) -> CollaborationRequest:
    """A demo that waits in the queue."""
    return ask_for_help(**deal.known(), new=NewRequest("demo", NOTE))


class TestAsking:
    def test_offers_the_people_of_each_function_and_not_the_owner(self, elena: Client, deal: Deal) -> None:
        text = elena.get(f"/opportunities/{deal.id}/requests/ask/").content.decode()
        assert '<optgroup label="Solution Engineering">' in text
        assert "Ana Ferreira</option>" in text
        assert "Elena Petrova</option>" not in text

    def test_leads_to_the_deals_requests(self, elena: Client, deal: Deal, cast: Cast) -> None:
        typed = {"kind": "demo", "asked": NOTE, "responsible": str(cast.user("ana").pk)}
        answer = elena.post(f"/opportunities/{deal.id}/requests/ask/", typed, follow=True)
        assert answer.redirect_chain == [(f"/opportunities/{deal.id}/requests/", 302)]
        text = answer.content.decode()
        assert "Asked Ana Ferreira." in text
        assert "Elena Petrova stays accountable, whoever is responsible." in text

    def test_comes_back_with_what_was_typed(self, elena: Client, deal: Deal) -> None:
        answer = elena.post(f"/opportunities/{deal.id}/requests/ask/", {"kind": "scoping", "asked": "Soon"})
        assert answer.status_code == 422
        assert "Soon</textarea>" in answer.content.decode()

    def test_is_offered_to_who_may_ask_only(self, as_person: Callable[[str], Client], deal: Deal) -> None:
        for who, offered in (("elena", True), ("tomas", True), ("arjun", False), ("ana", False)):
            text = as_person(who).get(f"/opportunities/{deal.id}/requests/").content.decode()
            assert (f"/opportunities/{deal.id}/requests/ask/" in text) is offered, who


class TestTheQueue:
    def test_is_worked_from_accepting_to_the_result(
        self, as_person: Callable[[str], Client], deal: Deal, asked: CollaborationRequest, cast: Cast
    ) -> None:
        ana = as_person("ana")
        assert "Waiting for Solution Engineering" in ana.get("/requests/").content.decode()
        assert "<b>1</b> for you" in ana.get("/requests/", headers=HTMX).content.decode()
        answer = ana.post(f"/requests/{asked.pk}/accept/", follow=True)
        text = answer.content.decode()
        assert "Elena Petrova stays accountable." in text
        assert "Yours" in text
        assert "Ana Ferreira" in text
        ana.post(f"/requests/{asked.pk}/finish/", {"result": NOTE})
        asked.refresh_from_db()
        assert (asked.state, asked.result, asked.opportunity.owner_id) == ("done", NOTE, cast.elena.user_id)

    def test_shows_the_deal_page_in_one_line(self, elena: Client, deal: Deal, asked: CollaborationRequest) -> None:
        line = elena.get(f"/opportunities/{deal.id}/requests/", headers=HTMX).content.decode()
        assert "1 open</a>" in line
        assert "<html" not in line

    def test_refuses_the_owner_with_the_reason(self, elena: Client, asked: CollaborationRequest) -> None:
        answer = elena.post(f"/requests/{asked.pk}/accept/")
        assert answer.status_code == 403
        assert "R15" in answer.content.decode()

    def test_gives_delivery_no_way_into_the_deal(
        self, as_person: Callable[[str], Client], deal: Deal, cast: Cast
    ) -> None:
        cast.user("rachel")
        ask_for_help(**deal.known(), new=NewRequest("scoping", NOTE))
        text = as_person("rachel").get("/requests/").content.decode()
        assert "Fjordline Telecom" in text
        assert f"/opportunities/{deal.id}/" not in text

    def test_costs_the_same_whatever_waits(
        self, as_person: Callable[[str], Client], deal: Deal, django_assert_num_queries: Callable[[int], object]
    ) -> None:
        ana = as_person("ana")
        for wanted in (1, 6):
            while CollaborationRequest.objects.count() < wanted:
                ask_for_help(**deal.known(), new=NewRequest("demo", NOTE))
            with django_assert_num_queries(6):  # type: ignore[attr-defined]
                ana.get("/requests/")


def test_the_timeline_of_the_deal_tells_the_whole_of_it(
    elena: Client, as_person: Callable[[str], Client], deal: Deal, asked: CollaborationRequest
) -> None:
    ana = as_person("ana")
    ana.post(f"/requests/{asked.pk}/accept/")
    ana.post(f"/requests/{asked.pk}/finish/", {"result": NOTE})
    text = elena.get(f"/opportunities/{deal.id}/").content.decode()
    for words in ("Asked for help: demo", "To solution engineering", "Took on: demo", "Helped: demo", NOTE):
        assert words in text
