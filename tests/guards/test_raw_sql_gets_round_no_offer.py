"""Raw SQL as the runtime role against offers, quotes and price books (P3, P6; docs/domain.md §6, §7.1).

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from opportunities.services.accept_offer import accept_offer
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.guards.forging import as_if
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db(transaction=True)

OFFER, OPTION, LINE = "opportunities_offer", "opportunities_offeroption", "opportunities_offerline"
QUOTE, BOOK, ENTRY = "opportunities_quote", "opportunities_pricebook", "opportunities_pricebookentry"
DEAL = "opportunities_opportunity"


class Attack(NamedTuple):
    """A statement against an offer that has come so far, and the trigger that stops it."""

    stage: str
    table: str
    statement: str
    trigger: str = "b_guard"


PRESENTED = "UPDATE opportunities_offer SET state = 'presented', presented_at = now(), presented_by_id = {owner}"
CHOSEN = """UPDATE opportunities_offer SET state = 'accepted', selected_at = now(),
  selected_option_id = (SELECT min(id) FROM opportunities_offeroption),
  confirmation_id = (SELECT max(id) FROM opportunities_document)"""
QUOTED = (
    as_if("{by}")
    + """INSERT INTO opportunities_quote (opportunity_id, offer_id, option_id, number, valid_until, issued_by_id, issued_at,
  terms, fingerprint, document_id, voided_reason)
  SELECT o.opportunity_id, o.id, p.id, 'Q-forged', {until}, {by}, now(), '[]', 'forged', d.id, ''
  FROM opportunities_offer o JOIN opportunities_offeroption p ON p.offer_id = o.id, opportunities_document d
  ORDER BY p.id, d.id DESC LIMIT 1"""
)
BORN = """INSERT INTO opportunities_offer (opportunity_id, number, state, currency, paper, clauses, channel, marketplace,
  marketplace_fee, partner_fee, legal_entity, valid_until, created_by_id, created_at, updated_at, presented_at,
  presented_by_id, withdrawn_reason, version)
  VALUES ({deal}, 9, 'presented', 'USD', 'ours', '{{}}', 'mou', '', 0, 0, '', current_date, {owner}, now(), now(), now(),
  {owner}, '', 1)"""
CHEAPER = "UPDATE opportunities_offerline SET unit_net = unit_net / 2"
LISTED = "UPDATE opportunities_offerline SET unit_list = unit_net"
MORE = """INSERT INTO opportunities_offerline (option_id, position, name, detail, kind, charge, quantity, unit_list, unit_net,
  unit_cost) SELECT min(id), 9, 'Gift', '', 'services', 'one_time', 1, 9, 0, 0 FROM opportunities_offeroption"""
OPTION_B = """INSERT INTO opportunities_offeroption (offer_id, letter, term_months, payment_days, is_split_payment, billing)
  SELECT id, 'B', 120, 365, true, 'annual' FROM opportunities_offer"""
PUBLISHED = """INSERT INTO opportunities_pricebook (name, currency, valid_from, published_at, published_by_id, xid)
  VALUES ('Mine', 'EUR', current_date, now(), {owner}, 0)"""
ADDED = """INSERT INTO opportunities_pricebookentry (book_id, code, name, detail, kind, charge, unit_list, unit_cost)
  SELECT min(id), 'CHEAP', 'Cheap', '', 'software', 'recurring', 1, 1 FROM opportunities_pricebook"""

ATTACKS: dict[str, Attack] = {
    "presented without approval": Attack("draft", OFFER, PRESENTED),
    "presented while it waits": Attack("waiting", OFFER, PRESENTED),
    "presented outside its approval": Attack("outside", OFFER, PRESENTED),
    "born presented": Attack("draft", OFFER, BORN),
    "a line cheaper while it waits": Attack("waiting", LINE, CHEAPER),
    "a line more while it waits": Attack("waiting", LINE, MORE),
    "a line less while it waits": Attack("waiting", LINE, "DELETE FROM opportunities_offerline WHERE position = 1"),
    "an option more while it waits": Attack("waiting", OPTION, OPTION_B),
    "a longer term while it waits": Attack("waiting", OPTION, "UPDATE opportunities_offeroption SET term_months = 120"),
    "later payment while it waits": Attack("waiting", OPTION, "UPDATE opportunities_offeroption SET payment_days = 120"),
    "another paper while it waits": Attack("waiting", OFFER, "UPDATE opportunities_offer SET paper = 'customer'"),
    "another entity while it waits": Attack("waiting", OFFER, "UPDATE opportunities_offer SET legal_entity = 'Shell'"),
    "the deal's money while it waits": Attack("waiting", DEAL, "UPDATE opportunities_opportunity SET term_months = 1", "b_money"),
    "a line cheaper after it was shown": Attack("presented", LINE, CHEAPER),
    "valid for longer after it was shown": Attack("presented", OFFER, "UPDATE opportunities_offer SET valid_until = valid_until + 90"),
    "a list price that flatters": Attack("draft", LINE, LISTED),
    "a draft again": Attack("presented", OFFER, "UPDATE opportunities_offer SET state = 'draft'"),
    "chosen before it was shown": Attack("approved", OFFER, CHOSEN + ", presented_at = now(), presented_by_id = {owner}"),
    "chosen on another deal's paper": Attack("presented", OFFER, CHOSEN.replace("(SELECT max(id) FROM opportunities_document)", "{elsewhere}")),
    "quoted before the choice": Attack("presented", QUOTE, QUOTED.format(until="o.valid_until", by="{finance}")),
    "quoted by the seller": Attack("accepted", QUOTE, QUOTED.format(until="o.valid_until", by="{owner}")),
    "quoted for longer than offered": Attack("accepted", QUOTE, QUOTED.format(until="o.valid_until + 1", by="{finance}")),
    "back from the withdrawn": Attack("withdrawn", OFFER, "UPDATE opportunities_offer SET state = 'draft', withdrawn_at = NULL"),
    "a price book by the seller": Attack("draft", BOOK, PUBLISHED),
    "an entry into a published book": Attack("draft", ENTRY, ADDED),
}  # fmt: skip


def _present(asking: Asking) -> None:
    asking.submit()
    asking.approve_all()
    present_offer(**asking.pricing.known())


def _outside(asking: Asking) -> None:
    asking.submit()
    asking.approve_all()
    asking.write(40)


def _approve(asking: Asking) -> None:
    asking.submit()
    asking.approve_all()


def _accept(asking: Asking) -> None:
    _present(asking)
    document = asking.deal.row.documents.latest("id")
    accept_offer(**asking.pricing.known(), letter="A", document_id=document.pk)


STAGES: dict[str, Callable[[Asking], Any]] = {
    "draft": lambda asking: None,
    "waiting": lambda asking: asking.submit(),
    "approved": _approve,
    "outside": _outside,
    "presented": _present,
    "accepted": _accept,
    "withdrawn": lambda asking: withdraw_offer(**asking.pricing.known(), reason="Another shape is wanted"),
}


def guarded() -> str:
    """Return everything the attacks are after."""
    tables = (OFFER, OPTION, LINE, QUOTE, BOOK, ENTRY, DEAL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {name} t)" for name in tables))
        return str(cursor.fetchone())


@pytest.mark.parametrize("name", ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    name: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attack, cast = ATTACKS[name], Cast({})
    other = Deal(cast, account=new_account("Elsewhere"))
    other.file("other")
    elsewhere = other.row.documents.get().pk
    asking = Asking(cast)
    asking.deal.file("other")
    STAGES[attack.stage](asking)
    known = {"deal": asking.deal.id, "owner": asking.deal.actor.user_id, "finance": cast.actor("naomi").user_id}
    statement = attack.statement.format(elsewhere=elsewhere, **known)
    before = guarded()
    attacker, superuser = connect_as("salesops_app"), connect_as("")
    with pytest.raises(psycopg2.Error) as refused, attacker, attacker.cursor() as cursor:
        cursor.execute(statement)
    assert refused.value.pgcode == "23514"
    assert guarded() == before
    _switch(superuser, attack, "DISABLE")
    try:
        with attacker, attacker.cursor() as cursor:
            cursor.execute(statement)
    finally:
        _switch(superuser, attack, "ENABLE")
    assert guarded() != before


def _switch(superuser: Any, attack: Attack, how: str) -> None:
    with superuser, superuser.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {attack.table} {how} TRIGGER {attack.trigger}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE opportunities_quote SET fingerprint = 'mine'",
        "UPDATE opportunities_pricebookentry SET unit_list = 1",
        "DELETE FROM opportunities_offer",
        "DELETE FROM opportunities_offeredit",
        "INSERT INTO opportunities_offeredit (offer_id, at, xid) VALUES (1, now(), 1)",
    ],
)
def test_the_runtime_role_has_no_such_right(
    statement: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attacker = connect_as("salesops_app")
    with pytest.raises(psycopg2.Error, match="permission denied"), attacker, attacker.cursor() as cursor:
        cursor.execute(statement)
