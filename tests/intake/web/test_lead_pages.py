"""The pages that work leads: the list in the order it wants to be worked, the page of one, the forms (§11.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opportunities.models import Opportunity
from salesops.intake.models import Lead, MarketingAsset
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.write_asset import create_asset, move_asset
from tests.cast import Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
FORM = {
    "source": "event", "source_detail": "Payments Paris", "company": "Havre Cartes", "country": "FR",
    "person_name": "Élodie Faure", "person_title": "Director", "use_case": "Terminal certification",
}  # fmt: skip


def shown(client: Client, query: str = "") -> list[str]:
    return [row.lead.company for row in client.get(f"/leads/{query}").context["page"].rows]


class TestList:
    def test_puts_what_is_late_first_then_what_is_due_then_the_best(self, cast: Cast, browser_of: Browser) -> None:
        now = timezone.now()
        a_lead(cast, company="Cold", now=now, **dict.fromkeys(("industry", "use_case", "timeline", "persona"), ""))
        a_lead(cast, company="Due", now=now)
        touched = a_lead(cast, company="Touched", now=now - timedelta(days=20))
        log_touch(actor=cast.grace, now=now - timedelta(days=19), lead_id=touched.pk, kind="call", note="They were in.")
        a_lead(cast, company="Late", now=now - timedelta(days=20))
        page = browser_of("grace").get("/leads/").context["page"]
        assert [row.lead.company for row in page.rows] == ["Late", "Due", "Touched", "Cold"]
        assert (page.late, page.total) == (1, 4)
        assert [row.clock.is_over for row in page.rows[:2]] == [True, False]

    def test_narrows_by_shelf_segment_source_words_and_asset(self, cast: Cast, browser_of: Browser) -> None:
        now = timezone.now()
        asset = create_asset(actor=cast.ida, now=now, title="A kit", kind="report")
        a_lead(cast, company="Kestrel", now=now, signals=[NewSignal("demo_form", asset_id=asset.pk)])
        resting = a_lead(cast, company="Resting", by="ida", source="event", now=now)
        park_lead(actor=cast.kim, now=now, lead_id=resting.pk, to="nurture", reason="No project this year.")
        grace = browser_of("grace")
        assert shown(grace) == ["Kestrel"]
        assert shown(grace, "?show=mine") == ["Kestrel"]
        assert shown(grace, "?show=parked") == ["Resting"]
        assert sorted(shown(grace, "?show=all")) == ["Kestrel", "Resting"]
        assert shown(grace, "?show=all&source=event") == ["Resting"]
        assert shown(grace, "?show=all&q=restin") == ["Resting"]
        assert shown(grace, f"?show=all&asset={asset.pk}") == ["Kestrel"]
        segment = grace.get("/leads/").context["page"].rows[0].lead.segment
        assert shown(grace, f"?segment={segment}") == ["Kestrel"]
        assert shown(grace, "?segment=D") == []

    @pytest.mark.parametrize(
        "query", ["?page=0", "?page=x", "?page=99999", "?q=%00", "?show=no", "?asset=9" + "9" * 20]
    )
    def test_survives_odd_addresses(self, cast: Cast, browser_of: Browser, query: str) -> None:
        assert browser_of("grace").get(f"/leads/{query}").status_code == 200

    def test_costs_the_same_however_many_there_are(self, cast: Cast, browser_of: Browser) -> None:
        grace = browser_of("grace")
        counts = []
        for number in (1, 12):
            for at in range(number):
                a_lead(cast, company=f"Company {number} {at}", now=timezone.now())
            grace.get("/leads/")
            with CaptureQueriesContext(connection) as captured:
                grace.get("/leads/")
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_shows_nobody_from_outside_anything(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast)
        assert shown(browser_of("victor"), "?show=all") == []
        assert browser_of("victor").get(f"/leads/{lead.pk}/").status_code == 404
        assert browser_of("paula").get(f"/leads/{lead.pk}/")["Location"].startswith("/auth/login/")


class TestLead:
    def test_is_added_worked_and_made_a_deal(self, cast: Cast, browser_of: Browser) -> None:
        elena = browser_of("elena")
        answer = elena.post("/leads/new/", FORM | {"source": "outbound_ae", "employees": "300"})
        lead = Lead.objects.get()
        assert answer["Location"] == f"/leads/{lead.pk}/"
        where = f"/leads/{lead.pk}"
        elena.post(f"{where}/touch/", {"kind": "call", "note": "She named the acquirer.", "was_answered": "on"})
        elena.post(f"{where}/signal/", {"kind": "pricing_page"})
        elena.post(f"{where}/qualify/", {"note": "A date and a budget."})
        assert Lead.objects.get().status == "qualified"
        page = elena.get(f"{where}/").content.decode()
        for words in ("She named the acquirer.", "Read the pricing page", "Qualified", "Make a deal of it"):
            assert words in page
        form = {"account": "new", "process": "nb.standard", "role": "champion_candidate", "term_months": "12"}
        answer = elena.post(f"{where}/convert/", form | {"owner_id": str(cast.elena.user_id)})
        deal = Opportunity.objects.get()
        assert answer["Location"] == f"/opportunities/{deal.pk}/"
        assert f'href="/leads/{lead.pk}/"' in elena.get(f"/opportunities/{deal.pk}/").content.decode()
        assert "It became a deal" in elena.get(f"{where}/").content.decode()

    def test_opens_every_number_into_its_parts(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast, now=timezone.now(), signals=[NewSignal("demo_form")])
        view = browser_of("grace").get(f"/leads/{lead.pk}/").context["view"]
        assert [block.label for block in view.blocks] == ["Fit", "Behaviour", "Interest"]
        assert round(sum(block.adds for block in view.blocks)) == view.lead.score
        for block in (view.blocks[0], view.blocks[2]):
            assert sum(part.points for part in block.parts) == block.points

    def test_rests_goes_and_comes_back(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast, now=timezone.now())
        grace, where = browser_of("grace"), f"/leads/{lead.pk}"
        assert grace.post(f"{where}/rest/", {"to": "bad_timing", "reason": "Only next year."}).status_code == 422
        grace.post(f"{where}/rest/", {"to": "nurture", "reason": "Only next year."})
        grace.post(f"{where}/reopen/", {"reason": "They called back today."})
        grace.post(f"{where}/disqualify/", {"reason": "no_budget"})
        lead.refresh_from_db()
        assert (lead.status, lead.reason) == ("disqualified", "no_budget")
        assert "Open again" in grace.get(f"{where}/").content.decode()

    def test_is_not_overwritten_by_an_older_form(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast)
        grace = browser_of("grace")
        form = {"version": lead.version, "company": "First"}
        assert grace.post(f"/leads/{lead.pk}/edit/", form).status_code == 302
        assert grace.post(f"/leads/{lead.pk}/edit/", form | {"company": "Second"}).status_code == 412
        lead.refresh_from_db()
        assert (lead.company, lead.source) == ("First", "outbound_sdr")

    def test_offers_no_act_the_charter_refuses(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast)
        assert "Log a touch" not in browser_of("arjun").get(f"/leads/{lead.pk}/").content.decode()
        assert browser_of("arjun").post(f"/leads/{lead.pk}/qualify/").status_code == 403

    def test_is_handed_over_and_taken(self, cast: Cast, browser_of: Browser) -> None:
        lead = a_lead(cast)
        form = {"owner_id": str(cast.elena.user_id), "reason": "She knows the house."}
        assert browser_of("tomas").post(f"/leads/{lead.pk}/assign/", form).status_code == 302
        lead.refresh_from_db()
        assert lead.owner_id == cast.elena.user_id
        assert browser_of("grace").post(f"/leads/{lead.pk}/take/").status_code == 409


def test_the_palette_finds_leads_by_company_and_person(cast: Cast, browser_of: Browser) -> None:
    lead = a_lead(cast)
    for words in ("kestrel", "vogt"):
        assert f"/leads/{lead.pk}/" in browser_of("grace").get(f"/search/?q={words}").content.decode()
    assert f"/leads/{lead.pk}/" not in browser_of("victor").get("/search/?q=kestrel").content.decode()


def test_the_rules_behind_a_score_are_on_a_page(cast: Cast, browser_of: Browser) -> None:
    page = browser_of("grace").get("/settings/profiles/").content.decode()
    for words in ("200 to 1,000 people", "Financial services", "Technical lead", "Asked for a demo", "+25", "from 75"):
        assert words in page


class TestAssets:
    def test_go_from_idea_to_published_and_count_whom_they_brought(self, cast: Cast, browser_of: Browser) -> None:
        ida = browser_of("ida")
        form = {"title": "First try", "kind": "report", "origin": "created", "audience": "partner_kit"}
        ida.post("/assets/new/", form)
        asset = MarketingAsset.objects.get()
        for to in ("draft", "review"):
            assert ida.post(f"/assets/{asset.pk}/move/", {"to": to}).status_code == 302
        assert ida.post(f"/assets/{asset.pk}/move/", {"to": "published"}).status_code == 422
        asset.refresh_from_db()
        place = {"version": asset.version, "channel": "partners", "link": "https://halden.test/first"}
        assert ida.post(f"/assets/{asset.pk}/edit/", form | place).status_code == 302
        assert ida.post(f"/assets/{asset.pk}/move/", {"to": "published"}).status_code == 302
        other = create_asset(actor=cast.ida, now=timezone.now(), title="Other", kind="talk")
        first, last = NewSignal("content", asset_id=asset.pk), NewSignal("event", asset_id=other.pk)
        a_lead(cast, now=timezone.now(), signals=[first, last])
        rows = {row.asset.title: row.brought for row in ida.get("/assets/").context["library"].rows}
        assert (rows["First try"].leads, rows["First try"].first, rows["First try"].last) == (1, 1, 0)
        assert (rows["Other"].leads, rows["Other"].first, rows["Other"].last) == (1, 0, 1)

    def test_are_edited_by_who_makes_the_market(self, cast: Cast, browser_of: Browser) -> None:
        asset = create_asset(actor=cast.ida, now=timezone.now(), title="First try", kind="report")
        assert browser_of("ana").post(f"/assets/{asset.pk}/move/", {"to": "draft"}).status_code == 403
        assert "New asset" not in browser_of("ana").get("/assets/").content.decode()
        assert move_asset(actor=cast.walt, now=timezone.now(), asset_id=asset.pk, to="draft").state == "draft"
