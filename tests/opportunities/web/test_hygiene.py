"""What is not kept up: the findings on a deal's page, the share of clean deals on Today, and both over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opportunities.domain.closing import Loss
from opportunities.domain.hygiene import FINDINGS
from opportunities.queries.hygiene import deal_hygiene, own_hygiene, owner_hygiene
from opportunities.services.lose import lose
from opportunities.services.set_next_step import set_next_step
from salesops.core.errors import NotVisible, Refused
from tests.cast import Cast, key_for
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A new deal of Elena's: nothing but the next step is missing."""
    return Deal(cast)


def set_step(deal: Deal) -> None:
    """Give the deal a next step in a week."""
    set_next_step(**deal.known(), text="Call them", due=deal.now.date() + timedelta(days=7))


def keys_of(deal: Deal, later: timedelta = timedelta()) -> list[str]:
    """Name the findings of a deal, at a moment so much later."""
    _, findings = deal_hygiene(deal.actor, deal.id, now=timezone.now() + later)
    return [finding.key for finding in findings]


class TestOneDeal:
    def test_is_clean_once_its_next_step_is_set(self, deal: Deal) -> None:
        assert keys_of(deal) == ["no_next_step"]
        set_step(deal)
        assert keys_of(deal) == []

    def test_grows_old(self, deal: Deal) -> None:
        set_step(deal)
        assert keys_of(deal, timedelta(days=13)) == ["next_step_overdue"]
        assert keys_of(deal, timedelta(days=16)) == ["next_step_overdue", "idle"]
        assert keys_of(deal, timedelta(days=100)) == ["next_step_overdue", "close_date_past", "idle", "slow"]

    def test_counts_a_talk_as_a_sign_of_life(self, deal: Deal) -> None:
        later = timedelta(days=20)
        deal.now += later
        set_step(deal)
        assert keys_of(deal, later) == ["idle"]
        deal.log_call()
        assert keys_of(deal, later) == []

    def test_names_the_components_that_are_stale(self, deal: Deal) -> None:
        set_step(deal)
        deal.assess("champion", 1)
        deal.assess("competition", 0)
        assert keys_of(deal) == []
        _, findings = deal_hygiene(deal.actor, deal.id, now=timezone.now() + timedelta(days=50))
        stale = next(finding for finding in findings if finding.key == "stale")
        assert stale.sentence == "MEDDPICC is stale: Champion."
        assert stale.fix.target == "champion"

    def test_wants_two_contacts_late_in_the_process(self, deal: Deal) -> None:
        deal.open_discovery_gate()
        deal.advance()
        set_step(deal)
        assert keys_of(deal) == ["few_contacts"]

    def test_says_nothing_of_a_closed_deal(self, deal: Deal) -> None:
        loss = Loss(
            "lost", "no_decision", detail="They stopped the whole programme for a year.", is_reengage_never=True
        )
        lose(**deal.known(), loss=loss)
        assert keys_of(deal) == []

    def test_is_read_by_those_who_see_the_deal(self, deal: Deal, cast: Cast) -> None:
        for person, error in (("vera", Refused), ("victor", NotVisible)):
            with pytest.raises(error):
                deal_hygiene(cast.actor(person), deal.id, now=timezone.now())


class TestOneOwner:
    def test_is_clean_deals_in_percent_of_open_ones(self, cast: Cast) -> None:
        first, second, third = (Deal(cast, account=new_account(f"Account {n}")) for n in range(3))
        Deal(cast, owner="arjun", account=new_account("Other"))
        set_step(first)
        set_step(second)
        found = own_hygiene(cast.elena, now=timezone.now())
        assert (found.total, found.clean, found.percent) == (3, 2, 67)
        assert [deal.opportunity.pk for deal in found.unclean] == [third.id]
        assert found.counts == [("no_next_step", FINDINGS["no_next_step"], 1)]

    def test_of_nothing_is_no_number(self, cast: Cast) -> None:
        assert own_hygiene(cast.elena, now=timezone.now()).percent is None

    def test_says_of_each_deal_what_its_own_page_says(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.open_discovery_gate()
        deal.advance()
        for days in (0, 20, 100):
            now = timezone.now() + timedelta(days=days)
            (row,) = own_hygiene(cast.elena, now=now).unclean
            assert row.findings == deal_hygiene(cast.elena, deal.id, now=now)[1]

    def test_costs_the_same_for_few_and_for_many(self, cast: Cast) -> None:
        counted, elena = [], cast.elena
        for number in range(2):
            for place in range(1 + 9 * number):
                Deal(cast, account=new_account(f"Account {number} {place}")).log_call()
            with CaptureQueriesContext(connection) as captured:
                own_hygiene(elena, now=timezone.now())
            counted.append(len(captured))
        assert counted == [2, 2]

    def test_is_refused_to_those_who_see_summaries(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            owner_hygiene(cast.vera, cast.elena.user_id or 0, now=timezone.now())


class TestPages:
    def test_the_deal_lists_each_finding_with_what_mends_it(self, deal: Deal, elena: Client) -> None:
        shown = elena.get(f"/opportunities/{deal.id}/").content.decode()
        assert "There is no dated next step." in shown
        assert 'aria-label="Set a step: There is no dated next step."' in shown
        set_step(deal)
        assert "Clean</span>" in elena.get(f"/opportunities/{deal.id}/").content.decode()

    def test_a_colleague_reads_the_finding_without_the_link(self, deal: Deal, as_person: Any) -> None:
        shown = as_person("arjun").get(f"/opportunities/{deal.id}/").content.decode()
        assert "There is no dated next step." in shown
        assert 'aria-label="Set a step:' not in shown

    def test_today_leads_to_the_list_which_can_be_narrowed(self, deal: Deal, elena: Client) -> None:
        assert 'href="/today/hygiene/"' in elena.get("/today/").content.decode()
        page = elena.get("/today/hygiene/")
        assert "Fjordline Telecom" in page.content.decode()
        assert [
            len(elena.get(f"/today/hygiene/?finding={key}").context["rows"]) for key in ("no_next_step", "idle")
        ] == [
            1,
            0,
        ]
        assert len(elena.get("/today/hygiene/?finding=odd").context["rows"]) == 1

    def test_htmx_gets_the_share_alone(self, deal: Deal, elena: Client) -> None:
        share = elena.get("/today/hygiene/", HTTP_HX_REQUEST="true").content.decode()
        assert "<b>0%</b> clean, 0 of 1 deal" in share
        assert "<html" not in share

    def test_somebody_without_deals_is_told_so(self, cast: Cast, as_person: Any) -> None:
        assert "You own no open deal." in as_person("vera").get("/today/hygiene/").content.decode()


class TestRest:
    def test_gives_the_findings_of_one(self, deal: Deal, elena: Client) -> None:
        body = elena.get(f"/api/v1/opportunities/{deal.id}/hygiene/").json()
        assert body["is_clean"] is False
        assert body["findings"] == [
            {
                "key": "no_next_step",
                "sentence": "There is no dated next step.",
                "fix": {"key": "next_step", "label": "Set a step", "target": ""},
            }
        ]

    def test_gives_the_share_of_oneself_and_of_another(self, deal: Deal, elena: Client, as_person: Any) -> None:
        own = elena.get("/api/v1/opportunities/hygiene/").json()
        assert (own["open"], own["clean"], own["percent"]) == (1, 0, 0)
        assert [row["opportunity_id"] for row in own["unclean"]] == [deal.id]
        owner = deal.row.owner_id
        assert as_person("tomas").get(f"/api/v1/opportunities/hygiene/?owner={owner}").json() == own
        assert as_person("vera").get(f"/api/v1/opportunities/hygiene/?owner={owner}").status_code == 403

    @pytest.mark.parametrize("owner", ["0", "x", "-1", "9" * 30])
    def test_refuses_an_owner_that_is_none(self, deal: Deal, elena: Client, owner: str) -> None:
        assert elena.get(f"/api/v1/opportunities/hygiene/?owner={owner}").status_code == 400

    def test_needs_the_scope(self, deal: Deal) -> None:
        key = {"HTTP_AUTHORIZATION": f"Bearer {key_for('elena', 'account:read')}"}
        assert Client().get(f"/api/v1/opportunities/{deal.id}/hygiene/", **key).status_code == 403
