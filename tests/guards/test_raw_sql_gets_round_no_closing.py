"""Raw SQL as the runtime role against the closing: no forged word on terms, no point settled twice (P3, §7.4).

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from tests.cast import Cast
from tests.guards.forging import as_if
from tests.opportunities.closing import open_point, settle, settle_point
from tests.story import NOTE, Deal, new_account, new_contact

pytestmark = pytest.mark.django_db(transaction=True)

TERM, POINT, WIN = "opportunities_term", "opportunities_legalitem", "opportunities_milestone"
CLOSING, DOCUMENT = "opportunities_closing", "opportunities_document"


class Attack(NamedTuple):
    """A statement, and the trigger that stops it."""

    table: str
    statement: str
    trigger: str = "b_guard"


def agreed(by: str) -> str:
    """Return a forged word on the price."""
    return as_if(f"{{{by}}}") + (
        "INSERT INTO opportunities_term (opportunity_id, topic, kind, state, note, by_id, at) "
        f"VALUES ({{deal}}, 'price', 'commercial', 'agreed', '', {{{by}}}, now())"
    )


def point(document: str, by: str = "owner") -> str:
    """Return a forged point, on a document or none."""
    return as_if(f"{{{by}}}") + (
        "INSERT INTO opportunities_legalitem (opportunity_id, text, severity, document_id, by_id, at, settled) "
        f"VALUES ({{deal}}, 'One more', 'minor', {document}, {{{by}}}, now(), '')"
    )


def signer(by: str, contact: str) -> str:
    """Return a forged signer."""
    return as_if(f"{{{by}}}") + (
        "INSERT INTO opportunities_closing (opportunity_id, signer_id, buyer_account, is_permission_confirmed, "
        "same_person_reason, renews_by_itself, by_id, at, version) "
        f"VALUES ({{deal}}, {{{contact}}}, '', false, '', false, {{{by}}}, now(), 1)"
    )


ATTACKS: dict[str, Attack] = {
    "terms agreed by a stranger to the deal": Attack(TERM, agreed("ana")),
    "a point of a stranger to the deal": Attack(POINT, point("NULL", "ana")),
    "settled by a stranger to the deal": Attack(
        POINT,
        as_if("{ana}")
        + "UPDATE opportunities_legalitem SET settled = 'Yes', settled_by_id = {ana}, settled_at = now() WHERE id = {open}",
    ),
    "settled otherwise": Attack(POINT, "UPDATE opportunities_legalitem SET settled = 'No' WHERE id = {settled}"),
    "a redline under a Legal Win": Attack(POINT, point("{document}"), "legal_win_guard"),
    "a signer named by a stranger to the deal": Attack(CLOSING, signer("ana", "contact")),
    "a signer of another company": Attack(CLOSING, signer("owner", "stranger")),
    "an invoice before any signature": Attack(
        DOCUMENT, "UPDATE opportunities_document SET state = 'issued' WHERE id = {invoice}", "c_invoice"
    ),
    "a redline on somebody else's document": Attack(POINT, point("{strange}"), "legal_win_guard"),
}
REFUSED_BY_RIGHTS = (
    "UPDATE opportunities_term SET state = 'agreed'",
    "DELETE FROM opportunities_term",
    "UPDATE opportunities_legalitem SET severity = 'minor'",
    "UPDATE opportunities_legalitem SET document_id = NULL",
    "DELETE FROM opportunities_legalitem",
    "UPDATE opportunities_marketplaceoffer SET price = 1",
    "DELETE FROM opportunities_marketplaceoffer",
    "UPDATE handoff_agreement SET tcv = 1",
    "DELETE FROM handoff_agreement",
)


@pytest.fixture
def words(transactional_db: None) -> dict[str, Any]:
    """A deal with a Legal Win, an open point and a settled one, and a document of another deal; its ids."""
    deal = Deal(Cast({}), process="nb.edge")
    other = Deal(deal.cast, account=deal.account)
    for each in (deal, other):
        each.file("agreement")
    settle(deal, "price", state="open", note="They want another round")
    people = {"owner": deal.actor.user_id, "ana": deal.cast.actor("ana").user_id}
    deal.row.milestones.create(key="legal_win", evidence=NOTE, by_id=people["owner"], reached_at=deal.now)
    found = {"open": open_point(deal).pk, "settled": settle_point(deal, open_point(deal)).pk}
    papers = {"document": deal.row.documents.get().pk, "strange": other.row.documents.get().pk}
    deal.file("invoice", "draft")
    papers["invoice"] = deal.row.documents.get(kind="invoice").pk
    customers = {"contact": deal.contact.pk, "stranger": new_contact(new_account("Rival")).pk}
    return {"deal": deal.id, **people, **found, **papers, **customers}


def guarded() -> str:
    """Return everything the attacks are after."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT "
            + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {t} t)" for t in (TERM, POINT, WIN, CLOSING, DOCUMENT))
        )
        return str(cursor.fetchone())


@pytest.mark.parametrize("name", ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    name: str, words: dict[str, Any], connect_as: Callable[[str], Any]
) -> None:
    attack = ATTACKS[name]
    before = guarded()
    attacker, owner = connect_as("salesops_app"), connect_as("")
    with pytest.raises(psycopg2.Error) as refused, attacker, attacker.cursor() as cursor:
        cursor.execute(attack.statement.format(**words))
    assert refused.value.pgcode == "23514"
    assert guarded() == before
    _switch(owner, attack, "DISABLE")
    try:
        with attacker, attacker.cursor() as cursor:
            cursor.execute(attack.statement.format(**words))
    finally:
        _switch(owner, attack, "ENABLE")
    assert guarded() != before


@pytest.mark.parametrize("statement", REFUSED_BY_RIGHTS)
def test_history_is_not_the_runtime_roles_to_change(
    statement: str, words: dict[str, Any], connect_as: Callable[[str], Any]
) -> None:
    attacker = connect_as("salesops_app")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), attacker, attacker.cursor() as cursor:
        cursor.execute(statement)


def _switch(owner: Any, attack: Attack, how: str) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {attack.table} {how} TRIGGER {attack.trigger}")
