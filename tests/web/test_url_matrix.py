"""Every address × method × identity × (own, other, missing) answers as the reviewed table says (P18, P20)."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from approvals.models import ApprovalRequest, Escalation
from approvals.services.delegate import NewDelegation, delegate
from approvals.services.escalate import raise_escalation
from approvals.services.submit import NewRequest as NewApproval
from approvals.services.submit import submit
from opportunities.models import CollaborationRequest, ExchangeRate, ImportJob, Offer, Opportunity, PriceBook, SavedView
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.run_import import check_job, upload
from qualification.models import Poc, Review
from qualification.services.send_sign_link import send_sign_link
from salesops.accounts.models import Account, Contact, Partner
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.create_contact import create_contact
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.merge_contacts import merge_contacts
from salesops.intake.models import Introduction, Lead, MarketingAsset
from salesops.intake.services.invite_referrer import invite_referrer
from salesops.intake.services.write_asset import create_asset
from salesops.notifications.models import Notification
from salesops.notifications.services.add_hook import add_hook
from salesops.notifications.services.make_feed import make_feed
from salesops.notifications.services.unsubscribe import unsubscribe_path
from salesops.reminders.models import Reminder
from salesops.territories.models import TerritoryDispute, TerritoryPlan
from salesops.territories.services.create_territory import create_territory
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.plan_person import plan_person
from salesops.territories.services.write_rule import NewRule, write_rule
from salesops.users.domain.scopes import SCOPES
from salesops.users.models import ApiKey
from salesops.users.services.add_day_off import add_day_off
from salesops.users.services.form_team import form_team
from salesops.users.services.set_absence import set_absence
from salesops.web.api.permissions import ANY_KEY, NO_KEY
from tests.accounts.profiles import drafted as drafted_profile
from tests.approvals.asking import WHY
from tests.approvals.drafts import drafted
from tests.cast import NOW, Cast, act_as, hire, key_for
from tests.intake.introducing import introduced
from tests.intake.leads import a_lead
from tests.notifications.telling import tell
from tests.opportunities.closing import open_point
from tests.opportunities.pricing import Pricing
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.qualification.requirements import put_question, require
from tests.reminders.watching import Watch
from tests.story import NOTE, Deal, new_account
from tests.web.bodies import BODIES
from tests.web.matrix import IDENTITIES, METHODS, TABLE, Place, Table, line_of, places

pytestmark = pytest.mark.django_db
ACCEPTING = "matrix" in os.environ.get("SALESOPS_ACCEPT", "").split(",")
IN_FULL = ACCEPTING or os.environ.get("SALESOPS_PROVE") == "long"
# Every day those whose rights differ most; the long form asks as everyone, and for missing records as everyone.
PEOPLE = IDENTITIES if IN_FULL else ("stranger", "elena", "arjun", "tomas", "kim", "vera", "paula")
ASK_FOR_MISSING = IDENTITIES if IN_FULL else ("elena", "paula")
MISSING = 999_999
# SALESOPS_MATRIX=<part of a name> asks only some addresses, to accept a few new ones quickly.
PLACES = [place for place in places() if os.environ.get("SALESOPS_MATRIX", "") in place.name]
# So many addresses a test, on one set of records: setting the records up costs more than asking.
AT_ONCE = 16
ROOMS = {f"{PLACES[at].name} …": PLACES[at : at + AT_ONCE] for at in range(0, len(PLACES), AT_ONCE)}
# Every argument an address may have.
NAMES = (
    "opportunity_id pk account_id contact_id partner_id person_id stakeholder_id document_id merge_id view_id job_id "
    "prefix component key version absence_id day_off_id notification_id hook_id token feed_secret team_id role rate_id poc_id session_id secret requirement_id question_id kind "
    "link_id request_id item_id letter other approval_id delegation_id escalation_id book_id receipt act "
    "reminder_id room number trigger route place state flag_id call_id confirmation_id review_id lead_id asset_id "
    "rule_id theatre dispute_id planned_id"
).split()
# The record whose version a change names, by the argument of the address.
VERSIONED = {
    "opportunity_id": Opportunity,
    "account_id": Account,
    "contact_id": Contact,
    "poc_id": Poc,
    "request_id": CollaborationRequest,
    "review_id": Review,
    "approval_id": ApprovalRequest,
    "escalation_id": Escalation,
    "lead_id": Lead,
    "asset_id": MarketingAsset,
    "partner_id": Partner,
}
# What a refused request may leave: the refusal in the ledger, counters, and when a session or key was last seen. The
# pulse of processes that other tests started beats on by itself.
NOT_COMPARED = (
    "audit_", "web_", "django_session", "usersessions_", "users_apikey", "django_admin_log",
    "outbox_heartbeat", "outbox_steprun", "reminders_lap",
)  # fmt: skip


class World:
    """Two deals with everything that hangs under them, one Elena's and one Arjun's."""

    def __init__(self) -> None:
        cast = Cast({name: hire(name) for name in IDENTITIES if name != "stranger"})
        self.people = cast.people
        self.clients: dict[str, Client] = {}
        self.own = self._values(cast, "elena", "Own")
        self.other = self._values(cast, "arjun", "Other")
        kept = (
            "component",
            "kind",
            "role",
            "attested",
            "waivable",
            "walt_id",
            "ana_id",
            "mei_id",
            "theatre",
            "spare_account_id",
            "spare_contact_id",
        )
        self.missing = dict.fromkeys(self.own, MISSING) | {name: self.own[name] for name in kept}
        self.missing |= {"prefix": "missing1", "key": "no.such", "version": 99, "receipt": "I-MISSING", "act": "made"}

    def _values(self, cast: Cast, owner: str, name: str) -> dict[str, Any]:
        deal = Deal(cast, owner=owner, account=new_account(f"{name} account"))
        deal.name_buyer()
        deal.file("agreement", link="", content=b"%PDF-1.7", file_name="agreement.pdf")
        kim = act_as("kim")
        twin = create_account(actor=kim, now=NOW, name=f"{name} twin")
        merge = merge_accounts(actor=kim, now=NOW, kept_id=deal.account.pk, absorbed_id=twin.pk, reason="One company.")
        double, spare = (
            create_contact(actor=kim, now=NOW, account_id=deal.account.pk, name=f"{name} {n}") for n in (1, 2)
        )
        person = merge_contacts(
            actor=kim, now=NOW, kept_id=deal.contact.pk, absorbed_id=double.pk, reason="One person."
        )
        spare_account = create_account(actor=kim, now=NOW, name=f"{name} spare")
        view = SavedView.objects.create(owner=cast.user(owner), name=name, page="table", created_at=NOW)
        key_for(owner, "deal:read")
        partner = Partner.objects.create(name=f"{name} partner", created_at=NOW)
        stakeholder_id = deal.row.stakeholders.get().pk
        proof = Proof(deal)
        proof.write()
        deal.log_call()
        sent = send_sign_link(**proof.known(), contact_id=deal.contact.pk)
        offering = Offering(deal)
        offering.write(tools=("Reader R2",), assumptions=("Same kernel",))
        return {
            "opportunity_id": deal.id,
            "pk": deal.id,
            "account_id": deal.account.pk,
            "contact_id": deal.contact.pk,
            "contact_merge_id": person.pk,
            "spare_contact_id": spare.pk,
            "spare_account_id": spare_account.pk,
            "walt_id": cast.user("walt").pk,
            "ana_id": cast.user("ana").pk,
            "mei_id": cast.user("mei").pk,
            "attested": "N-3",
            "waivable": "D-1",
            "partner_id": partner.pk,
            "person_id": cast.user(owner).pk,
            **_introduced(cast, partner, name),
            "stakeholder_id": stakeholder_id,
            "request_id": _request(deal),
            "approval_id": _approval(deal),
            "escalation_id": raise_escalation(**deal.known(), severity="low", reason=NOTE).pk,
            "delegation_id": _deputy(cast),
            "reminder_id": _reminder(deal),
            "lead_id": a_lead(cast, by=owner, source="outbound_ae", now=timezone.now()).pk,
            "asset_id": create_asset(actor=cast.ida, now=NOW, title="A kit", kind="report").pk,
            "session_id": proof.schedule("getting_started").pk,
            "secret": sent.secret,
            "document_id": deal.row.documents.get().pk,
            "merge_id": merge.pk,
            "view_id": view.pk,
            "absence_id": _absence(cast, owner),
            "day_off_id": _day_off(cast, owner),
            **_telling(cast, owner),
            "team_id": _team(cast, owner),
            "role": "ae",
            "rate_id": ExchangeRate.objects.get_or_create(currency="EUR", on=NOW.date(), defaults={"rate": 1})[0].pk,
            "prefix": ApiKey.objects.filter(owner=cast.user(owner)).get().prefix,
            "component": "champion",
            "kind": "technical",
            "requirement_id": require(deal).pk,
            "question_id": put_question(deal).pk,
            "item_id": open_point(deal).pk,
            "job_id": _checked_job(owner).pk,
            "poc_id": proof.id,
            "activity_id": deal.row.activities.latest("id").pk,
            "key": "generic.three_stage",
            "version": 1,
            "number": _offer(deal),
            "book_id": PriceBook.objects.get().pk,
            "other": 1,
            "letter": "B",
            "guardrails": drafted(cast).number if owner == "elena" else 1,
            "profile": drafted_profile(cast, now=timezone.now()).number if owner == "elena" else 1,
            "trigger": "T03",
            "route": "psv",
            "place": 1,
            "state": "validated",
            "flag_id": offering.flag().pk,
            "call_id": offering.ask_for_call().pk,
            "confirmation_id": offering.confirm("processor", f"Host of {name}").pk,
            "review_id": offering.request().pk,
            **_territory(cast, deal, spare_account),
        }

    def client_of(self, person: str) -> Client:
        """Return a browser where the person is signed in, or nobody; signed in once."""
        if person not in self.clients:
            client = self.clients[person] = Client(raise_request_exception=False)
            if person != "stranger":
                client.force_login(self.people[person], backend="salesops.users.services.sign_in.ThrottledBackend")
        return self.clients[person]

    def values(self, whose: str, place: Place) -> dict[str, Any]:
        """Return what stands in an address; `pk` means another kind of record in another room."""
        values = dict(getattr(self, whose))
        if place.pattern.startswith("accounts/"):
            values["pk"] = values["account_id"]
        elif place.pattern.startswith("contacts/"):
            values["pk"] = values["contact_id"]
        if place.name == "opportunities:cell":
            values["key"] = "close"
        elif place.name == "intake:end_person":
            values["person_id"] = values["partner_person_id"]
        elif place.name == "reminders:rule":
            values["key"] = "next_step_missing" if whose != "missing" else "no_such"
        elif place.name == "settings_retry":
            values |= {"room": "reminders", "job_id": MISSING}
        elif place.name == "qualification:measure":
            values["key"] = "fast"
        elif "guardrails" in place.pattern:
            values["number"] = values["guardrails"]
        elif place.pattern.startswith("settings/profiles/"):
            values |= {"kind": "icp", "number": values["profile"]}
        elif place.pattern.startswith("territories/"):
            values |= {"pk": values["territory_id"], "number": values["plan"]}
        return values


def _territory(cast: Cast, deal: Deal, disputed: Account) -> dict[str, Any]:
    """A territory with a rule in the draft, and a dispute about an account without deals."""
    known: dict[str, Any] = {"actor": cast.kim, "now": timezone.now()}
    held, claimed = (create_territory(**known, name=f"{deal.row.name} {n}", theatre="emea") for n in (1, 2))
    plan = TerritoryPlan.objects.filter(state="draft").first()
    if plan is None:
        plan = draft_plan(**known, effective_on=timezone.now().date(), reason=NOTE)
    draft: dict[str, Any] = {**known, "number": plan.number, "version": None}
    rule = write_rule(**draft, new=NewRule(held.pk, "DE"))
    planned = plan_person(**draft, territory_id=held.pk, duty="ae", person_id=None)
    dispute = TerritoryDispute.objects.create(
        account=disputed, present_owner=deal.row.owner, held_by=held, claimed_by=claimed, reason=NOTE,
        raised_by=deal.row.owner, raised_at=NOW,
    )  # fmt: skip
    return {
        "territory_id": held.pk, "plan": plan.number, "rule_id": rule.pk, "theatre": "emea", "dispute_id": dispute.pk,
        "planned_id": planned.pk,
    }  # fmt: skip


def _introduced(cast: Cast, partner: Partner, name: str) -> dict[str, Any]:
    """An introduction that waits for the first salesperson, as it arrives from the partner's portal."""
    sent = introduced(act_as("kim"), partner, company=f"{name} introduced", website=f"{name.lower()}.example")
    link = invite_referrer(actor=act_as("kim"), now=NOW, partner_id=partner.pk, name=name).link
    return {"receipt": sent.receipt, "act": "made", "link_id": link.pk, "partner_person_id": partner.people.get().pk}


def _absence(cast: Cast, owner: str) -> int:
    """A week away."""
    days = {"starts_on": NOW.date(), "ends_on": NOW.date()}
    person = cast.user(owner).pk
    return set_absence(actor=act_as(owner), now=NOW, user_id=person, deputy_id=cast.user("walt").pk, **days).pk


def _day_off(cast: Cast, owner: str) -> int:
    """A day on which nobody works."""
    day = date(2099, 1, 1 if owner == "elena" else 2)
    return add_day_off(actor=act_as("kim"), now=NOW, day=day, name=f"Day of {owner}").pk


def _telling(cast: Cast, owner: str) -> dict[str, Any]:
    """A line in the owner's inbox, their webhook, and the two links that need no sign-in."""
    actor = act_as(owner)
    tell(owner, to=owner)
    hook = add_hook(actor=actor, now=NOW, name="#deals", url="https://hooks.example.com/x", wants="urgent")
    return {
        "notification_id": Notification.objects.get(dedupe=f"test:{owner}").pk,
        "hook_id": hook.pk,
        "token": unsubscribe_path(actor.person_id).split("/")[2],
        "feed_secret": make_feed(actor=actor, now=NOW),
    }


def _offer(deal: Deal) -> int:
    """An offer of two options."""
    pricing = Pricing(deal)
    pricing.add_option()
    return pricing.number


def _request(deal: Deal) -> int:
    """A demo that was asked for."""
    return ask_for_help(**deal.known(), new=NewRequest("demo", NOTE)).pk


def _deputy(cast: Cast) -> int:
    """A deputy of the regional VP, named by a leader."""
    new = NewDelegation(cast.user("tomas").pk, cast.user("naomi").pk, date(2099, 1, 1), date(2099, 1, 2))
    return delegate(actor=act_as("ingrid"), now=NOW, new=new).pk


def _reminder(deal: Deal) -> int:
    """The word that the deal has no next step."""
    Watch("next_step_missing", deal.id, deal.now).pass_days(8)
    return Reminder.objects.get(rule="next_step_missing", scope_id=deal.id).pk


def _approval(deal: Deal) -> int:
    """A waiver of a stage that its owner asks for."""
    return submit(**deal.known(), new=NewApproval("stage_waiver", replace(WHY, needed_by=deal.now.date()))).pk


def _team(cast: Cast, owner: str) -> int:
    """A team of one under its own lead."""
    person = cast.user(owner).pk
    named = {"name": f"Team of {owner}", "region": "", "manager_id": person, "member_ids": [person]}
    return form_team(actor=act_as("kim"), now=NOW, **named).pk


def _checked_job(owner: str) -> ImportJob:
    """An import of one row, checked and ready to start."""
    given = {"actor": act_as(owner), "now": NOW}
    content = b"id,account,owner,stage\nx1,Own account,Elena Petrova,Discovery\n"
    job = upload(**given, file_name="deals.csv", content=content, process="generic.three_stage")
    return check_job(**given, job_id=job.pk, mapping=job.mapping, kind="guarded", policy="skip")


@pytest.fixture
def world() -> World:
    """The records of the table."""
    return World()


def fingerprint() -> dict[str, tuple[int, str]]:
    """Return by table what changes with any of its rows, of those a refused request must leave alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall() if not table.startswith(NOT_COMPARED)]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{t}', count(*), sum(hashtextextended(x::text, 1)) FROM \"{t}\" x" for t in tables
            )
        )
        return {table: (count, str(rows)) for table, count, rows in cursor.fetchall()}


def changed_since(before: dict[str, tuple[int, str]]) -> list[str]:
    """Name the tables that differ from an earlier fingerprint."""
    after = fingerprint()
    return [table for table in before if before[table] != after[table]]


def version_of(place: Place, values: dict[str, Any]) -> int:
    """Return the version of the record in the address, as who has just read it would send it."""
    if place.name == "api:proposals":
        return 1  # the number of the newest version
    if place.pattern.startswith("api/v1/opportunities/<int:opportunity_id>/offers/<int:number>/"):
        offers = Offer.objects.filter(opportunity_id=values["opportunity_id"], number=values["number"])
        return offers.values_list("version", flat=True).first() or 1
    if "<str:receipt>" in place.pattern:
        sent = Introduction.objects.filter(receipt=values["receipt"])
        return sent.values_list("version", flat=True).first() or 1
    for argument, model in VERSIONED.items():
        if f":{argument}>" in place.pattern:
            return model.objects.filter(pk=values[argument]).values_list("version", flat=True).first() or 1
    return 1


class _TakeBack(Exception):
    """Ends a request that was carried out."""


def answer(client: Client, place: Place, method: str, values: dict[str, Any]) -> int:
    """Send one request and return its status. What was carried out is taken back; what a refusal left stays."""
    status = 0
    try:
        with transaction.atomic():
            body = BODIES.get(f"{place.name} {method}", lambda _: {})(values)
            sent = {} if method == "GET" else {"data": json.dumps(body), "content_type": "application/json"}
            if method == "POST" and not place.pattern.startswith("api/"):
                sent = {"data": {}}
            headers = {"If-Match": f'"{version_of(place, values)}"'}
            response = getattr(client, method.lower())(place.address(values), headers=headers, **sent)
            status = response.status_code
            if status < 400:
                raise _TakeBack
    except _TakeBack:
        pass
    return status


def methods_of(place: Place, world: World) -> list[str]:
    """Return the methods an address knows: those that do not answer 405 to sales operations."""
    client = world.client_of("kim")
    return [method for method in METHODS if answer(client, place, method, world.values("own", place)) != 405]


@pytest.mark.parametrize("room", ROOMS)
def test_every_address_answers_as_the_table_says(room: str, world: World) -> None:
    differences = [text for place in ROOMS[room] for text in differences_at(place, world)]
    assert differences == [], "\n".join(["", *differences, "SALESOPS_ACCEPT=matrix accepts what is meant."])


def differences_at(place: Place, world: World) -> list[str]:
    """Ask one address as everyone; return how the answers differ from the reviewed ones."""
    before = fingerprint()
    methods = methods_of(place, world)
    found = {method: {person: ask(place, method, person, world) for person in PEOPLE} for method in methods}
    changed = changed_since(before)
    said = [f"{place.name}: a refused request changed {', '.join(changed)}"] if changed else []
    if ACCEPTING:
        _accept(place, [line_of(place.name, method, found[method]) for method in methods])
        return said
    expected = Table.read()
    known = sorted(method for name, method in expected.answers if name == place.name)
    if sorted(methods) != known:
        return [*said, f"{place.name}: knows {methods}, reviewed are {known}"]
    for method, answers in found.items():
        for person, codes in answers.items():
            wanted = expected.codes(place, method, person, len(codes))
            if codes != wanted:
                said.append(f"{place.name} {method} as {person}: {codes}, reviewed {wanted}")
    return said


def ask(place: Place, method: str, person: str, world: World) -> list[int]:
    """Send one person's requests for their own record, somebody else's and a missing one."""
    records = ["own"]
    if place.has_record:
        records += ["other", "missing"] if person in ASK_FOR_MISSING else ["other"]
    client = world.client_of(person)
    codes = [answer(client, place, method, world.values(whose, place)) for whose in records]
    assert all(code < 500 for code in codes), (place, method, person, codes)
    return codes


def _accept(place: Place, lines: list[str]) -> None:
    names = {known.name for known in places()}
    with TABLE.open("a+", encoding="utf-8") as table:
        fcntl.flock(table, fcntl.LOCK_EX)  # the workers of a run share the file
        table.seek(0)
        others = [line for line in table.read().splitlines() if line]
        kept = [line for line in others if line.split()[0] != place.name and line.split()[0] in names]
        table.seek(0)
        table.truncate()
        table.write("\n".join(sorted([*kept, *lines])) + "\n")


def test_the_table_names_only_what_exists() -> None:
    assert sorted({name for name, _ in Table.read().answers} - {place.name for place in places()}) == []


def test_a_key_needs_the_scope_of_every_method(world: World) -> None:
    """A key with every other scope is refused with `scope`, whatever its owner may do."""
    keys = {scope: key_for("kim", *(set(SCOPES) - {scope})) for scope in {*SCOPES, NO_KEY}}
    before = fingerprint()
    for place in PLACES:
        if not place.pattern.startswith("api/"):
            continue
        view = resolve(place.address(world.own)).func.view_class
        for method in METHODS:
            needed = view.scopes.get(method, NO_KEY)
            if not hasattr(view, method.lower()) or method.lower() not in view.http_method_names or needed == ANY_KEY:
                continue
            client = Client(headers={"Authorization": f"Bearer {keys[needed]}", "If-Match": '"1"'})
            body = {} if method == "GET" else {"content_type": "application/json"}
            response = getattr(client, method.lower())(place.address(world.own), **body)
            assert (response.status_code, response.json()["code"]) == (403, "scope"), (place.name, method, needed)
    assert changed_since(before) == []


def test_what_every_key_may_ask_is_a_closed_list() -> None:
    views = {place.name: resolve(place.address(dict.fromkeys(NAMES, 1))).func for place in PLACES}
    scopes = {name: getattr(getattr(view, "view_class", None), "scopes", {}) for name, view in views.items()}
    assert {name for name, held in scopes.items() if ANY_KEY in held.values()} == {"api:me"}
