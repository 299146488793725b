"""Two hundred partners try every page of the portal with each other's receipts: nothing leaks (reliability P17).

The everyday form asks every ordered pair of five partners for everything. SALESOPS_PROVE=long has two hundred: each of
the 39,800 ordered pairs meets on each address that takes a receipt, and methods, acts and kinds of introduction take
turns from pair to pair. How long foreign and missing receipts take is `python -m bench.portal`.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.db.models import Q
from django.test import Client

from salesops.core.actor import SYSTEM
from salesops.db.grants import PARTNER_GRANTS
from salesops.db.roles import PARTNER
from salesops.intake.models import Introduction
from salesops.intake.queries import portal
from salesops.users.domain.scopes import SCOPES
from salesops.users.services.create_api_key import create_api_key
from tests.guards.portal_world import BODY, NOBODYS, TELLING, Guest, World, said, state_of_all, strange_words, ways

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])
IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"
PARTNERS = 200 if IS_LONG else 5
# Two workers share the pairs of the long form, each with a world of its own.
SHARES = 2 if IS_LONG else 1


@pytest.fixture
def world() -> World:
    """Some partners with everything."""
    return World(5)


class Asker:
    """One guest who asks for what is somebody else's, and holds each answer against that for a receipt nobody has."""

    def __init__(self, world: World, guest: Guest) -> None:
        self.guest, self.client = guest, guest.client(world.now)
        self.missing: dict[tuple[str, str], Any] = {}
        self.leaks: list[Any] = []
        self.asked = 0

    def ask(self, method: str, path: str, receipt: str) -> None:
        """Ask for a receipt, and note what gives it away."""
        key = (method, path.replace(receipt, NOBODYS))
        if key not in self.missing:
            self.missing[key] = said(self._answer(*key))
        answer = self._answer(method, path)
        self.asked += 1
        if answer.status_code not in (404, 405) or said(answer) != self.missing[key]:
            self.leaks.append((method, path, answer.status_code))
        if strange_words(answer.content.decode() + str(answer.headers), self.guest):
            self.leaks.append((method, path, "words"))

    def _answer(self, method: str, path: str) -> Any:
        # Whoever asks as a browser with a copy would learn from a 304 that there is something.
        return getattr(self.client, method)(path, BODY, headers={"If-None-Match": "*"})


@pytest.mark.parametrize("share", range(SHARES))
def test_no_receipt_of_others_is_told_from_a_missing_one(share: int) -> None:
    world = World(PARTNERS)
    before = state_of_all()
    leaks, asked = [], 0
    for at in range(share, PARTNERS, SHARES):
        asker = Asker(world, world.guests[at])
        for turn, other in enumerate(world.others(at)):
            for way in meetings(other.receipts, at, turn):
                asker.ask(*way)
        leaks += asker.leaks
        asked += asker.asked
    print(f"{asked:,} foreign receipts asked for, {len(leaks)} leaks")
    assert leaks == []
    assert asked >= len(list(ways(""))) * (PARTNERS // SHARES) * (PARTNERS - 1)
    assert state_of_all() == before


def meetings(receipts: tuple[str, ...], at: int, turn: int) -> Iterator[tuple[str, str, str]]:
    """Write out how one guest asks for what another has: in every way, or once on each address where there are many."""
    if not IS_LONG:
        yield from ((method, path, receipt) for receipt in receipts for way in ways(receipt) for method, path in way)
        return
    receipt = receipts[(at + turn) % len(receipts)]
    for step, way in enumerate(ways(receipt)):
        yield (*way[(at + turn // len(receipts) + step) % len(way)], receipt)


def test_no_list_search_count_or_header_shows_what_is_not_ones_own() -> None:
    world = World(PARTNERS)
    leaks = []
    for at, guest in enumerate(world.guests):
        other, client = world.others(at)[0], guest.client(world.now)
        strange = next(word for word in other.words if word.startswith("hidden"))
        nothing = client.get("/partners/?q=nothing").content.decode()
        for query, count in (
            ("", 3), ("?show=needs", 3), ("?show=protected", 3), ("?show=closed", 3), ("?q=hidden", 3), ("?q=Secret", 0),
            (f"?q={guest.receipts[0].lower()}", 1), (f"?q={other.receipts[0]}", 0), (f"?q={strange}", 0),
            (f"?q={strange}&show=closed", 0), ("?q=Company%25", 0), ("?q=_idden", 0), ("?q=%27%20OR%20true%20--", 0),
        ):  # fmt: skip
            answer = client.get(f"/partners/{query}", headers={"If-None-Match": "*"})
            text = answer.content.decode()
            typed = {other.receipts[0], strange} if query.startswith("?q=") else set()
            if strange_words(text, guest) - typed or answer.headers.get("ETag"):
                leaks.append((guest.person.pk, query))
            if f"{count} introduction" not in text:
                leaks.append((guest.person.pk, query, "count"))
            if query in (f"?q={other.receipts[0]}", f"?q={strange}") and told(text, typed) != told(
                nothing, {"nothing"}
            ):
                leaks.append((guest.person.pk, query, "another page than for what is nowhere"))
    assert leaks == []


def test_an_export_holds_what_the_list_shows_and_nothing_of_others() -> None:
    world = World(PARTNERS)
    for at, guest in enumerate(world.guests):
        client, other = guest.client(world.now), world.others(at)[0]
        strange = next(word for word in other.words if word.startswith("hidden"))
        for query, receipts in (
            ("", guest.receipts[:3]), ("?show=protected", guest.receipts[1:2]), (f"?q={guest.receipts[0]}", guest.receipts[:1]),
            ("?show=closed", guest.receipts[2:3]), (f"?q={other.receipts[0]}", ()), (f"?q={strange}", ()), ("?q=_", ()),
        ):  # fmt: skip
            answer = client.get(f"/partners/export/{query}", headers={"If-None-Match": "*"})
            text = b"".join(answer.streaming_content).decode()
            rows = list(csv.reader(io.StringIO(text)))[1:]
            assert sorted(row[0] for row in rows) == sorted(receipts), query
            assert not strange_words(text + str(answer.headers), guest)
            assert answer.headers.get("ETag") is None


def told(text: str, typed: set[str]) -> str:
    """Return a page without the words its reader typed."""
    return re.sub("|".join(typed), "", re.sub(r'value="\w{64}"', "", text))


def test_no_form_reaches_another_partner_by_what_it_names(world: World) -> None:
    guest, other = world.guests[0], world.guests[1]
    foreign = {
        "receipt": other.receipts[3], "partner": other.person.partner_id, "partner_id": other.person.partner_id,
        "id": 1, "state": "accepted", "reviewer_id": other.person.user_id, "host_id": other.person.user_id,
    }  # fmt: skip
    client = guest.client(world.now)
    theirs = Introduction.objects.filter(partner_id=other.person.partner_id).order_by("pk")
    before = list(theirs.values_list("pk", "version", "state"))
    for path in ("/partners/introductions/new/", f"/partners/introductions/{guest.receipts[3]}/edit/"):
        kept = client.post(path, {"company": "Ours", "save": "1", **foreign})
        receipt = kept["Location"].split("/")[3]
        row = Introduction.objects.get(receipt=receipt)
        assert (row.partner_id, row.state, row.reviewer_id, row.draft) == (
            guest.person.partner_id, "draft", None, {"company": "Ours"},
        )  # fmt: skip
    assert list(theirs.values_list("pk", "version", "state")) == before


def test_no_key_of_a_partner_reads_anything(world: World) -> None:
    """Whatever scopes a key of a partner's person may hold, the interface shows it neither others' nor its own."""
    guest, other = world.guests[0], world.guests[1]
    _, key = create_api_key(
        actor=SYSTEM, now=world.now, owner_id=guest.person.user_id, name="All", scopes=sorted(SCOPES)
    )
    client = Client(headers={"Authorization": f"Bearer {key}"})
    asked = [f"{kind}/" for kind in ("introductions", "partners")]
    asked += [f"introductions/{receipt}/" for receipt in (*other.receipts, *guest.receipts)]
    asked += [f"partners/{each.person.partner_id}/" for each in (other, guest)]
    for path in asked:
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code in (403, 404, 405) or answer.json()["results"] == [], path
        assert not TELLING.search(answer.content.decode().replace(path, "")), path


def test_the_database_alone_keeps_them_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any filter of ours, the same pages show the same rows, and nobody else's."""
    monkeypatch.setattr(portal, "own", lambda partner_id: Q())
    guest, other = world.guests[0], world.guests[1]
    client = guest.client(world.now)
    for path in (
        "/partners/",
        "/partners/?q=hidden",
        f"/partners/introductions/{guest.receipts[1]}/",
        "/partners/export/",
    ):
        answer = client.get(path)
        text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
        assert "hidden000" in text
        assert not strange_words(text, guest)
    for receipt in other.receipts:
        assert client.get(f"/partners/introductions/{receipt}/").status_code == 404


def test_without_a_named_partner_there_are_no_rows_and_no_writes(world: World, connect_as: Any) -> None:
    assert world.guests
    connection = connect_as(PARTNER)
    for table, rights in PARTNER_GRANTS.items():
        columns = rights.partition("(")[2].rstrip(")") or "*"
        with connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            assert cursor.fetchall() == []
        for write in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id", f"INSERT INTO {table} DEFAULT VALUES"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection, connection.cursor() as cursor:
                cursor.execute(write)


def test_the_role_reads_nothing_but_its_list(connect_as: Any) -> None:
    connection = connect_as(PARTNER)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.column_privileges"
            " WHERE grantee IN ('salesops_partner', 'PUBLIC') AND table_schema = 'public' ORDER BY 1, 2"
        )
        granted = {}
        for table, column in cursor.fetchall():
            granted.setdefault(table, set()).add(column)
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('salesops_partner', p.oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolbypassrls, rolsuper, rolinherit FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = 'salesops_partner'::regrole")
        assert cursor.fetchone() == (0,)
    views = {
        "intake_portalperson": {"id", "name"},
        "intake_portalkit": {"id", "title", "summary", "kind", "topic", "link", "published_at"},
    }
    named = {
        table: set(rights.partition("(")[2].rstrip(")").split(", ")) if "(" in rights else views[table]
        for table, rights in PARTNER_GRANTS.items()
    }
    assert granted == named
    assert set(portal.COLUMNS) == named["intake_introduction"]
    for table in (
        "users_user",
        "intake_lead",
        "opportunities_opportunity",
        "audit_auditentry",
        "accounts_account",
        "intake_marketingasset",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
    for column in ("note", "use_case", "is_free_mail"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM intake_introduction")


def test_a_partner_named_in_one_transaction_is_forgotten_in_the_next() -> None:
    with portal.as_partner(1), connections["partner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('salesops.partner', true)")
        assert cursor.fetchone() == ("1",)
    with connections["partner"].cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('salesops.partner', true), '')")
        assert cursor.fetchone() == (None,)


def test_a_stranger_learns_nothing(world: World) -> None:
    for way in ways(world.guests[0].receipts[0]):
        for method, path in way:
            answer = getattr(Client(), method)(path)
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/partners/sign-in/")
