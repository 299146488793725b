"""Every page, in both themes, at a phone and at a desktop: accessible, silent, and wide enough for its content."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from approvals.models import GuardrailSet
from approvals.services.escalate import raise_escalation
from opportunities.models import Opportunity
from opportunities.services.answer_request import decline_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.create_offer import create_offer
from opportunities.services.run_import import check_job, upload
from qualification.models import Poc
from qualification.services.recompute_health import recompute_health
from qualification.services.send_sign_link import send_sign_link
from salesops.intake.models import Lead
from salesops.intake.services.open_lead import NewSignal
from salesops.intake.services.write_asset import create_asset
from salesops.notifications.services.unsubscribe import unsubscribe_path
from salesops.process.domain.registry import EVALUATORS
from salesops.process.models import ProcessDefinition
from salesops.reminders.models import Reminder
from tests.accounts.profiles import drafted as drafted_profile
from tests.approvals.drafts import drafted
from tests.browser.conftest import THEMES
from tests.cast import Cast, hire
from tests.intake.leads import a_lead
from tests.notifications.telling import tell
from tests.opportunities.closing import open_point, settle, settle_point
from tests.opportunities.pricing import COMMIT, SUPPORT, Pricing, line
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.qualification.requirements import align_all, answer, judge, put_question, require, write_path
from tests.reminders.watching import Watch
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db(transaction=True)

# What only sales operations may open or change.
OF_OPERATIONS: list[tuple[str, dict[str, str]]] = [
    ("settings_operations", {}),
    ("reminders:rule", {"key": "next_step_overdue"}),
    ("intake:profile", {"kind": "icp", "number": "2"}),
    ("intake:edit_profile", {"kind": "icp", "number": "2"}),
    ("intake:publish_profile", {"kind": "icp", "number": "2"}),
    ("intake:new_profile", {"kind": "persona"}),
]

# Route and arguments; `deal`, `account`, `contact` stand for what the test made.
PAGES: list[tuple[str, dict[str, str]]] = [
    ("opportunities:today", {}),
    ("opportunities:today_team", {}),
    ("reminders:reminder", {"reminder_id": "reminder"}),
    ("reminders:snooze", {"reminder_id": "reminder"}),
    ("reminders:done", {"reminder_id": "reminder"}),
    ("reminders:rules", {}),
    ("opportunities:hygiene", {}),
    ("approvals:queue", {}),
    ("approvals:queue", {"query": "?tab=open"}),
    ("approvals:queue", {"query": "?tab=decided"}),
    ("approvals:ask", {"pk": "deal"}),
    ("approvals:deputies", {}),
    ("approvals:name_deputy", {}),
    ("approvals:escalations", {}),
    ("approvals:escalate", {"pk": "deal"}),
    ("approvals:assign_escalation", {"escalation_id": "escalation"}),
    ("approvals:decide_escalation", {"escalation_id": "escalation"}),
    ("approvals:close_escalation", {"escalation_id": "escalation"}),
    ("opportunities:board", {}),
    ("opportunities:board", {"query": "?group=owner"}),
    ("opportunities:table", {}),
    ("opportunities:page", {"pk": "deal"}),
    ("opportunities:page", {"pk": "deal", "query": "?tab=plan"}),
    ("opportunities:page", {"pk": "deal", "query": "?tab=files"}),
    ("opportunities:page", {"pk": "deal", "query": "?tab=people"}),
    ("opportunities:page", {"pk": "deal", "query": "?tab=history"}),
    ("opportunities:new", {}),
    ("opportunities:move", {"pk": "deal"}),
    ("opportunities:edit", {"pk": "deal"}),
    ("opportunities:edit_commercial", {"pk": "deal"}),
    ("opportunities:set_subtype", {"pk": "deal"}),
    ("opportunities:lose", {"pk": "deal"}),
    ("opportunities:attest", {"pk": "deal", "query": "?criterion_id=N-3"}),
    ("opportunities:waive", {"pk": "deal", "query": "?criterion_id=D-1"}),
    ("opportunities:lift_waiver", {"pk": "deal", "query": "?criterion_id=D-4"}),
    ("opportunities:withdraw_attestation", {"pk": "deal", "query": "?criterion_id=N-3"}),
    ("opportunities:log_activity", {"pk": "deal"}),
    ("opportunities:next_step", {"pk": "deal"}),
    ("opportunities:edit_plan", {"pk": "deal"}),
    ("opportunities:edit_discovery", {"pk": "deal"}),
    ("opportunities:add_stakeholder", {"pk": "deal"}),
    ("opportunities:add_document", {"pk": "deal"}),
    ("opportunities:assign_layer", {"pk": "deal"}),
    ("opportunities:closing", {"pk": "deal"}),
    ("opportunities:name_signer", {"pk": "deal"}),
    ("opportunities:create_marketplace_offer", {"pk": "deal"}),
    ("opportunities:settle_terms", {"pk": "deal"}),
    ("opportunities:add_topic", {"pk": "deal"}),
    ("opportunities:raise_legal_item", {"pk": "deal"}),
    ("opportunities:offer", {"pk": "deal", "number": "2"}),
    ("opportunities:compare_offers", {"pk": "deal", "number": "2", "other": "1"}),
    ("opportunities:print_offer", {"pk": "deal", "number": "2"}),
    ("opportunities:withdraw_offer", {"pk": "deal", "number": "1"}),
    ("opportunities:accept_offer", {"pk": "deal", "number": "1"}),
    ("opportunities:deal_requests", {"pk": "deal"}),
    ("opportunities:ask_for_help", {"pk": "deal"}),
    ("opportunities:requests", {}),
    ("opportunities:withdraw_request", {"request_id": "request"}),
    ("qualification:assess", {"pk": "deal", "component": "champion"}),
    ("qualification:health", {"pk": "deal"}),
    ("qualification:edit_details", {"pk": "deal", "component": "decision_process"}),
    ("qualification:pocs", {}),
    ("qualification:poc", {"pk": "deal"}),
    ("qualification:success_plan", {"pk": "deal"}),
    ("qualification:edit_success_plan", {"pk": "deal"}),
    ("qualification:send_sign_link", {"pk": "deal"}),
    ("qualification:record_signature", {"pk": "deal"}),
    ("qualification:book_session", {"pk": "deal"}),
    ("qualification:hold_session", {"pk": "deal", "session_id": "session"}),
    ("qualification:ask_extension", {"pk": "deal"}),
    ("qualification:requirements", {"pk": "deal"}),
    ("qualification:add_requirement", {"pk": "deal"}),
    ("qualification:judge_requirement", {"pk": "deal", "requirement_id": "requirement"}),
    ("qualification:align_group", {"pk": "deal", "kind": "technical"}),
    ("qualification:write_security_path", {"pk": "deal"}),
    ("qualification:ask_question", {"pk": "deal"}),
    ("qualification:sign", {"secret": "secret"}),
    ("qualification:desk", {}),
    ("qualification:review", {"pk": "deal"}),
    ("qualification:confirmed", {}),
    ("qualification:proposal", {"pk": "deal"}),
    ("qualification:write_proposal", {"pk": "deal"}),
    ("qualification:request_validation", {"pk": "deal"}),
    ("qualification:clear_trigger", {"pk": "deal", "trigger": "T03", "route": "psv"}),
    ("qualification:estimate_effort", {"pk": "deal"}),
    ("qualification:raise_flag", {"pk": "deal"}),
    ("qualification:review_conditions", {"pk": "deal"}),
    ("intake:leads", {"query": "?show=all"}),
    ("intake:lead", {"lead_id": "lead"}),
    ("intake:new_lead", {}),
    ("intake:touch", {"lead_id": "lead"}),
    ("intake:signal", {"lead_id": "lead"}),
    ("intake:park", {"lead_id": "lead"}),
    ("intake:disqualify", {"lead_id": "lead"}),
    ("intake:assets", {}),
    ("intake:profiles", {}),
    ("intake:profile", {"kind": "icp", "number": "1"}),
    ("intake:new_asset", {}),
    ("intake:enquire", {}),
    ("opportunities:convert_lead", {"lead_id": "lead"}),
    ("accounts:list", {}),
    ("accounts:page", {"pk": "account"}),
    ("accounts:edit", {"pk": "account"}),
    ("accounts:contacts", {}),
    ("accounts:contact", {"pk": "contact"}),
    ("search", {"query": "?q=fjord"}),
    ("settings_profile", {}),
    ("settings_own_calendar", {}),
    ("settings_calendars", {}),
    ("settings_calendar_edit", {}),
    ("settings_day_off_new", {}),
    ("notifications:inbox", {}),
    ("notifications:unsubscribe", {"token": "token"}),
    ("settings_notifications", {}),
    ("settings_notifications_edit", {}),
    ("settings_hook_new", {}),
    ("settings_feed_new", {}),
    ("settings_workspace", {}),
    ("settings_people", {}),
    ("settings_person_new", {}),
    ("settings_person", {"person_id": "owner"}),
    ("settings_absence_new", {"person_id": "owner"}),
    ("settings_role_grant", {"person_id": "owner"}),
    ("settings_teams", {}),
    ("settings_team_new", {}),
    ("opportunities:customer", {"pk": "account"}),
    ("opportunities:price_books", {}),
    ("opportunities:publish_price_book", {}),
    ("approvals:guardrails", {}),
    ("approvals:guardrails_version", {"number": "draft"}),
    ("approvals:edit_guardrails", {"number": "draft"}),
    ("approvals:publish_guardrails", {"number": "draft"}),
    ("approvals:discard_guardrails", {"number": "draft"}),
    ("opportunities:rates", {}),
    ("opportunities:rate_new", {}),
    ("settings_keys", {}),
    ("settings_key_new", {}),
    ("settings_processes", {}),
    ("settings_process", {"key": "generic.three_stage", "version": "1"}),
    ("settings_process", {"key": "nb.standard", "version": "1", "query": "?tab=criteria"}),
    ("settings_audit", {}),
    ("opportunities:imports", {}),
    ("opportunities:import_new", {}),
    ("opportunities:import", {"job_id": "import"}),
    ("web:shortcuts", {}),
    ("mfa_index", {}),
    ("account_change_password", {}),
    ("usersessions_list", {}),
    ("mfa_list_webauthn", {}),
    ("socialaccount_connections", {}),
]


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal with something of everything on it."""
    made = Deal(Cast({name: hire(name) for name in ("elena", "ana")}))
    made.log_call()
    made.write_plan()
    made.name_buyer()
    made.assess("economic_buyer", 2)
    made.assess("champion", 3)
    made.file("proposal")
    recompute_health(ids=[made.id], now=made.now)
    proof = Proof(made)
    proof.write()
    proof.schedule("getting_started")
    align_all(made)
    judge(made, require(made, text="Runs in their region"), "rejected")
    judge(made, require(made, text="Runs on paper"), "withdrawn")
    answer(made, put_question(made))
    put_question(made, "commercial")
    write_path(made)
    settle(made, "price", "liability")
    settle(made, "service_levels", state="not_applicable")
    settle_point(made, open_point(made))
    open_point(made, "major", made.row.documents.get())
    open_point(made)
    for kind in ("demo", "scoping"):
        ask_for_help(**made.known(), new=NewRequest(kind, NOTE))
    declined = ask_for_help(**made.known(), new=NewRequest("poc_delivery", NOTE))
    decline_request(actor=made.cast.actor("ana"), now=made.now, request_id=declined.pk, reason=NOTE)
    pricing = Pricing(made)
    pricing.write(line(COMMIT, 23), line(SUPPORT))
    pricing.add_option()
    create_offer(**made.known(), copy_of=1)
    offering = Offering(made)
    offering.write(tools=("Reader R2",), assumptions=("Two models, same kernel",))
    offering.estimate()
    offering.flag("high")
    offering.ask_for_call()
    offering.request()
    offering.confirm("processor", "Host v7")
    drafted(made.cast)
    drafted_profile(made.cast, now=made.now)
    raise_escalation(**made.known(), severity="high", reason=NOTE)
    Watch("next_step_missing", made.id, made.now).pass_days(8)
    asset = create_asset(actor=made.cast.actor("elena"), now=made.now, title="First try", kind="report")
    asked = NewSignal("demo_form", asset_id=asset.pk, campaign="Spring")
    a_lead(made.cast, by="elena", source="outbound_ae", now=made.now, signals=[asked])
    tell("the renewal of Fjord", to="elena", body="Two lines\nof text.")
    tell("what is not urgent", to="elena", urgent=False)
    return made


@pytest.fixture
def checked_import(deal: Deal) -> int:
    """An import that was checked and has something wrong with it."""
    body = f"id,owner,stage,account\n1,{deal.actor.name},Discovery,{deal.account.name}\n2,Nobody,Discovery,\n"
    known = {"actor": deal.actor, "now": deal.now}
    job = upload(**known, file_name="deals.csv", content=body.encode(), process="generic.three_stage")
    check_job(**known, job_id=job.pk, mapping=job.mapping, kind="guarded", policy="skip")
    return job.pk


def address(deal: Deal, checked_import: int, route: str, given: dict[str, str]) -> str:
    """Write an address out with what the test made."""
    poc = Poc.objects.get(opportunity=deal.id)
    sent = send_sign_link(actor=deal.actor, now=deal.now, poc_id=poc.pk, contact_id=deal.contact.pk)
    made = {
        "session": poc.sessions.get().pk,
        "secret": sent.secret,
        "token": unsubscribe_path(deal.row.owner_id).split("/")[2],
        "owner": deal.row.owner_id,
        "requirement": deal.row.requirements.earliest("id").pk,
        "deal": deal.id,
        "lead": Lead.objects.get().pk,
        "account": deal.account.pk,
        "contact": deal.contact.pk,
        "import": checked_import,
        "draft": GuardrailSet.objects.latest("number").number,
        "escalation": deal.row.escalations.get().pk,
        "reminder": Reminder.objects.get(rule="next_step_missing").pk,
        "request": deal.row.collaboration_requests.earliest("id").pk,
    }
    arguments = {name: made.get(value, value) for name, value in given.items() if name != "query"}
    return reverse(route, kwargs=arguments) + given.get("query", "")


# Colours differ by theme and layout by size, so two of the four combinations meet every pair of rules.
@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_is_accessible_silent_and_fits(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    deal: Deal,
    checked_import: int,
    size: str,
    theme: str,
) -> None:
    elena, kim = (open_page("/today/", person=name, size=size, theme=theme) for name in ("elena", "kim"))
    found: dict[str, object] = {}
    for page, (route, given) in [*((elena, each) for each in PAGES), *((kim, each) for each in OF_OPERATIONS)]:
        where = address(deal, checked_import, route, given)
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        if violations := axe(page):
            found[where] = violations
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{where} is wider than the window"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {}


@pytest.mark.parametrize("theme", THEMES)
def test_what_opens_over_a_page_is_accessible(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], deal: Deal, theme: str
) -> None:
    page = open_page(f"/opportunities/{deal.id}/", theme=theme)
    page.get_by_role("link", name="Log activity").last.click()
    expect(page.locator("#sheet .sheet-title")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.locator("summary", has_text="More").first.click()
    assert axe(page) == []


def test_focus_returns_to_the_link_when_the_sheet_closes(open_page: Callable[..., Page], deal: Deal) -> None:
    page = open_page(f"/opportunities/{deal.id}/")
    link = page.get_by_role("link", name="Log activity").last
    link.click()
    expect(page.locator("#sheet .sheet-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_the_chosen_theme_holds_against_the_system(open_page: Callable[..., Page], deal: Deal) -> None:
    page = open_page("/today/", theme="light")
    before = page.evaluate("getComputedStyle(document.body).color")
    page.locator(".side-user").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).color") != before


def test_every_form_works_without_script(open_page: Callable[..., Page], complaints: list[str], deal: Deal) -> None:
    page = open_page("/today/")
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/opportunities/{deal.id}/next-step/set/")
    page.get_by_label("Next step", exact=True).fill("Send the scoring sheet")
    page.get_by_label("Due").fill("2027-02-01")
    page.get_by_role("button", name="Set the step").click()
    expect(page.locator(".rail-card")).to_contain_text("Send the scoring sheet")
    assert Opportunity.objects.get(pk=deal.id).next_step == "Send the scoring sheet"
    assert all("ERR_FAILED" in each for each in complaints)
    complaints.clear()


@pytest.mark.usefixtures("standard_is_a_draft")
def test_the_drafts_say_which_evaluators_they_wait_for(
    open_page: Callable[..., Page], deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(EVALUATORS, "approval_covers")
    assert ProcessDefinition.objects.get(key="nb.standard").status == "draft"
    page = open_page("/settings/processes/nb.standard/v1/")
    expect(page.locator(".notice-warn")).to_contain_text("cannot be published yet")
    expect(page.locator(".notice-warn")).to_contain_text("approval_covers")
