"""Every address × method × identity × (own, other, missing) answers as the reviewed table says (P18, P20)."""

from __future__ import annotations

import fcntl
import json
import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from opportunities.models import Opportunity, SavedView
from salesops.accounts.models import Account, Contact, Partner
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.create_contact import create_contact
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.merge_contacts import merge_contacts
from salesops.users.domain.scopes import SCOPES
from salesops.users.models import ApiKey
from salesops.web.api.permissions import ANY_KEY, NO_KEY
from tests.cast import NOW, Cast, act_as, hire, key_for
from tests.story import Deal, new_account
from tests.web.bodies import BODIES
from tests.web.matrix import IDENTITIES, METHODS, TABLE, Place, Table, line_of, places

pytestmark = pytest.mark.django_db
ACCEPTING = "matrix" in os.environ.get("SALESOPS_ACCEPT", "").split(",")
IN_FULL = ACCEPTING or os.environ.get("SALESOPS_PROVE") == "long"
# Every day those whose rights differ most; the long form asks as everyone, and for missing records as everyone.
PEOPLE = IDENTITIES if IN_FULL else ("stranger", "elena", "arjun", "tomas", "kim", "vera", "paula")
ASK_FOR_MISSING = IDENTITIES if IN_FULL else ("elena", "paula")
MISSING = 999_999
PLACES = places()
# What a refused request may leave: the refusal in the ledger, counters, and when a session or key was last seen.
NOT_COMPARED = ("audit_", "web_", "django_session", "usersessions_", "users_apikey", "django_admin_log")


class World:
    """Two deals with everything that hangs under them, one Elena's and one Arjun's."""

    def __init__(self) -> None:
        cast = Cast({name: hire(name) for name in IDENTITIES if name != "stranger"})
        self.people = cast.people
        self.own = self._values(cast, "elena", "Own")
        self.other = self._values(cast, "arjun", "Other")
        kept = ("component", "attested", "waivable", "walt_id", "spare_account_id", "spare_contact_id")
        self.missing = dict.fromkeys(self.own, MISSING) | {name: self.own[name] for name in kept}
        self.missing |= {"prefix": "missing1", "key": "no.such", "version": 99}

    def _values(self, cast: Cast, owner: str, name: str) -> dict[str, Any]:
        deal = Deal(cast, owner=owner, account=new_account(f"{name} account"))
        deal.name_buyer()
        deal.file("agreement")
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
        return {
            "opportunity_id": deal.id,
            "pk": deal.id,
            "account_id": deal.account.pk,
            "contact_id": deal.contact.pk,
            "contact_merge_id": person.pk,
            "spare_contact_id": spare.pk,
            "spare_account_id": spare_account.pk,
            "walt_id": cast.user("walt").pk,
            "attested": "N-3",
            "waivable": "D-1",
            "partner_id": partner.pk,
            "person_id": cast.user(owner).pk,
            "stakeholder_id": deal.row.stakeholders.get().pk,
            "document_id": deal.row.documents.get().pk,
            "merge_id": merge.pk,
            "view_id": view.pk,
            "prefix": ApiKey.objects.filter(owner=cast.user(owner)).get().prefix,
            "component": "champion",
            "key": "generic.three_stage",
            "version": 1,
        }

    def values(self, whose: str, place: Place) -> dict[str, Any]:
        """Return what stands in an address; `pk` means another kind of record in another room."""
        values = dict(getattr(self, whose))
        if place.pattern.startswith("accounts/"):
            values["pk"] = values["account_id"]
        elif place.pattern.startswith("contacts/"):
            values["pk"] = values["contact_id"]
        if place.name == "opportunities:cell":
            values["key"] = "close"
        return values


@pytest.fixture
def world() -> World:
    """The records of the table."""
    return World()


def client_of(person: str, world: World) -> Client:
    """Return a browser where the person is signed in, or nobody."""
    client = Client(raise_request_exception=False)
    if person != "stranger":
        client.force_login(world.people[person], backend="salesops.users.services.sign_in.ThrottledBackend")
    return client


def fingerprint() -> str:
    """Return a value that changes with any row of any table a refused request must leave alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall() if not table.startswith(NOT_COMPARED)]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{t}', count(*), sum(hashtextextended(x::text, 1)) FROM \"{t}\" x" for t in tables
            )
        )
        return str(cursor.fetchall())


def version_of(place: Place, values: dict[str, Any]) -> int:
    """Return the version of the record in the address, as who has just read it would send it."""
    for argument, model in (("opportunity_id", Opportunity), ("account_id", Account), ("contact_id", Contact)):
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
    client = client_of("kim", world)
    return [method for method in METHODS if answer(client, place, method, world.values("own", place)) != 405]


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_answers_as_the_table_says(place: Place, world: World) -> None:
    before = fingerprint()
    methods = methods_of(place, world)
    found = {method: {person: ask(place, method, person, world) for person in PEOPLE} for method in methods}
    assert fingerprint() == before, f"a refused request to {place.name} changed something"
    if ACCEPTING:
        _accept(place, [line_of(place.name, method, found[method]) for method in methods])
        return
    expected = Table.read()
    known = [method for name, method in expected.answers if name == place.name]
    assert sorted(methods) == sorted(known), f"{place.name} has no reviewed row for these methods"
    wanted = {
        method: {person: expected.codes(place, method, person, len(codes)) for person, codes in answers.items()}
        for method, answers in found.items()
    }
    assert found == wanted


def ask(place: Place, method: str, person: str, world: World) -> list[int]:
    """Send one person's requests for their own record, somebody else's and a missing one."""
    records = ["own"]
    if place.has_record:
        records += ["other", "missing"] if person in ASK_FOR_MISSING else ["other"]
    client = client_of(person, world)
    codes = [answer(client, place, method, world.values(whose, place)) for whose in records]
    assert all(code < 500 for code in codes), (place, method, person, codes)
    return codes


def _accept(place: Place, lines: list[str]) -> None:
    names = {known.name for known in PLACES}
    with TABLE.open("a+", encoding="utf-8") as table:
        fcntl.flock(table, fcntl.LOCK_EX)  # the workers of a run share the file
        table.seek(0)
        others = [line for line in table.read().splitlines() if line]
        kept = [line for line in others if line.split()[0] != place.name and line.split()[0] in names]
        table.seek(0)
        table.truncate()
        table.write("\n".join(sorted([*kept, *lines])) + "\n")


def test_the_table_names_only_what_exists() -> None:
    assert sorted({name for name, _ in Table.read().answers} - {place.name for place in PLACES}) == []


API = [place for place in PLACES if place.pattern.startswith("api/")]


@pytest.mark.parametrize("place", API, ids=[place.name for place in API])
def test_a_key_needs_the_scope_of_every_method(place: Place, world: World) -> None:
    """A key with every other scope is refused with `scope`, whatever its owner may do."""
    view = resolve(place.address(world.own)).func.view_class
    made = {scope: key_for("kim", *(set(SCOPES) - {scope})) for scope in {*view.scopes.values(), NO_KEY} - {ANY_KEY}}
    before = fingerprint()
    for method in METHODS:
        if not hasattr(view, method.lower()) or method.lower() not in view.http_method_names:
            continue
        needed = view.scopes.get(method, NO_KEY)
        if needed == ANY_KEY:
            assert place.name in {"api:me"}
            continue
        client = Client(headers={"Authorization": f"Bearer {made[needed]}", "If-Match": '"1"'})
        send = getattr(client, method.lower())
        response = send(place.address(world.own), **({} if method == "GET" else {"content_type": "application/json"}))
        assert (response.status_code, response.json()["code"]) == (403, "scope"), (method, needed)
    assert fingerprint() == before
    assert Account.objects.exists()
    assert Contact.objects.exists()
