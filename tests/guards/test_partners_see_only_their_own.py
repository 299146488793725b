"""Two hundred partners try every page of the portal with each other's receipts: nothing leaks (reliability P17).

The everyday form has five partners; SALESOPS_PROVE=long has two hundred.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from salesops.db.grants import PARTNER_GRANTS
from salesops.db.roles import PARTNER
from salesops.intake.models import Introduction
from salesops.intake.queries import portal
from salesops.intake.services.complete_introduction import raise_dispute
from salesops.intake.services.decide_introduction import ask_partner, decline_introduction
from salesops.intake.services.keep_draft import keep_draft
from salesops.intake.services.keep_relation import invite_to_meeting
from salesops.intake.urls import portal_urls
from tests.cast import act_as
from tests.intake.introducing import accepted, actor_for, answers, introduced, new_partner, person_of, portal_client

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])
PARTNERS = 200 if os.environ.get("SALESOPS_PROVE") == "long" else 5
ACTS = ("details", "answer", "made", "withdraw", "dispute")


class World:
    """Partners, each with a person, an introduction that waits, one that ended, one that runs, and a draft."""

    def __init__(self) -> None:
        self.now = timezone.now()
        kim = act_as("kim")
        self.people, self.secrets, self.receipts = [], {}, {}
        for number in range(PARTNERS):
            partner = new_partner(f"Secret partner {number:03}", now=self.now)
            person = person_of(partner, f"Person {number:03}", now=self.now)
            self.people.append(person)
            self.receipts[person.pk] = self._bring(kim, partner, number)
            self.secrets[person.pk] = (f"Secret partner {number:03}", f"hidden{number:03}", f"Person {number:03}")

    def _bring(self, kim: Any, partner: Any, number: int) -> list[str]:
        made = [
            introduced(
                kim, partner, now=self.now, company=f"Company hidden{number:03} {kind}", country="US",
                website=f"hidden{number:03}{kind}.example", email=f"buyer@hidden{number:03}{kind}.example",
                buyer=f"Buyer hidden{number:03}, CFO",
            )
            for kind in ("waiting", "running", "ended")
        ]  # fmt: skip
        known = {"actor": kim, "now": self.now}
        ask_partner(**known, receipt=made[0].receipt, text=f"What is it about hidden{number:03}?")
        accepted(made[1], now=self.now)
        invite_to_meeting(
            **known, receipt=made[1].receipt, title=f"Call on hidden{number:03}", starts_at=self.now + timedelta(days=3)
        )
        decline_introduction(**known, receipt=made[2].receipt, reason="duplicate")
        actor = actor_for(self.people[number])
        raise_dispute(
            actor=actor, now=self.now, receipt=made[2].receipt, words=f"We were first at hidden{number:03} in May."
        )
        draft = keep_draft(actor=actor, now=self.now, answers=answers(self.now, company=f"Draft hidden{number:03}"))
        return [*(each.receipt for each in made), draft.receipt]


@pytest.fixture
def world() -> World:
    """Everybody with everything."""
    return World()


def addresses(receipt: str) -> Iterator[tuple[str, str]]:
    """Write out every address of the portal, with the methods it knows."""
    for pattern in portal_urls:
        text = "/partners/" + str(pattern.pattern).replace("<str:receipt>", receipt)
        for act in ACTS if "<slug:act>" in text else ("",):
            for method in ("get", "post"):
                yield method, text.replace("<slug:act>", act)


def foreign_words(world: World, person: Any) -> re.Pattern[str]:
    """Return what must never be read by one partner's person: every name and receipt of every other one."""
    others = [each for each in world.people if each.pk != person.pk]
    words = [word for each in others for word in (*world.secrets[each.pk], *world.receipts[each.pk])]
    return re.compile("|".join(map(re.escape, words)))


def test_no_page_leaks_another_partners_introductions(world: World) -> None:
    before = state_of_all()
    leaks, asked = [], 0
    for number, person in enumerate(world.people):
        client, forbidden = portal_client(person, world.now), foreign_words(world, person)
        others = [world.people[(number + step) % PARTNERS] for step in range(1, PARTNERS)]
        for other in others if PARTNERS <= 5 else others[:: PARTNERS // 10]:
            receipt = world.receipts[other.pk][number % 4]
            for method, path in addresses(receipt):
                if receipt not in path:
                    continue
                answer = getattr(client, method)(path, {"answer": "x", "words": "x" * 30})
                asked += 1
                missing = getattr(client, method)(
                    path.replace(receipt, "I-NOTTHERE"), {"answer": "x", "words": "x" * 30}
                )
                if answer.status_code not in (404, 405) or plain(answer) != plain(missing):
                    leaks.append((method, path, answer.status_code))
                if forbidden.search(plain(answer).replace(receipt, "")):
                    leaks.append((method, path, "words"))
    assert leaks == []
    assert asked > 250
    assert state_of_all() == before


def test_no_list_search_count_or_header_shows_what_is_not_ones_own(world: World) -> None:
    leaks = []
    for person in world.people[:: max(1, PARTNERS // 20)]:
        client, forbidden = portal_client(person, world.now), foreign_words(world, person)
        for query in (
            "",
            "?show=needs",
            "?show=protected",
            "?show=closed",
            "?q=hidden",
            "?q=Secret",
            "?q=Company%25",
            "?q=_",
        ):
            answer = client.get(f"/partners/{query}")
            text = answer.content.decode()
            if forbidden.search(text) or answer.headers.get("ETag"):
                leaks.append((person.pk, query))
            if query == "?q=hidden" and "3 introductions" not in text:
                leaks.append((person.pk, "count"))
            if query == "?q=Secret" and "0 introductions" not in text:
                leaks.append((person.pk, "searched a partner's name"))
    assert leaks == []


def test_the_database_alone_keeps_them_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any filter of ours, the same pages show the same rows, and nobody else's."""
    monkeypatch.setattr(portal, "own", lambda partner_id: Q())
    person, other = world.people[0], world.people[1]
    client, forbidden = portal_client(person, world.now), foreign_words(world, person)
    for path in ("/partners/", "/partners/?q=hidden", f"/partners/introductions/{world.receipts[person.pk][1]}/"):
        text = client.get(path).content.decode()
        assert "hidden000" in text
        assert not forbidden.search(text)
    for receipt in world.receipts[other.pk]:
        assert client.get(f"/partners/introductions/{receipt}/").status_code == 404


def test_without_a_named_partner_there_are_no_rows_and_no_writes(world: World, connect_as: Any) -> None:
    assert world.people
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
    named = {
        table: set(rights.partition("(")[2].rstrip(")").split(", ")) if "(" in rights else {"id", "name"}
        for table, rights in PARTNER_GRANTS.items()
    }
    assert granted == named
    assert set(portal.COLUMNS) == named["intake_introduction"]
    for table in ("users_user", "intake_lead", "opportunities_opportunity", "audit_auditentry", "accounts_account"):
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


def plain(answer: Any) -> str:
    """Return what an answer says, without what differs from request to request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def state_of_all() -> list[Any]:
    """Return everything a refused request must not change."""
    return list(Introduction.objects.order_by("pk").values_list("pk", "version", "state"))


def test_a_stranger_learns_nothing(world: World) -> None:
    for method, path in addresses(world.receipts[world.people[0].pk][0]):
        answer = getattr(Client(), method)(path)
        if not path.endswith("sign-in/"):
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/partners/sign-in/")
