"""Raw SQL as the runtime role against requirements: nothing is validated, aligned or answered that is not (P3, §4.5).

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from opportunities.services.reach_milestone import reach_milestone
from tests.cast import Cast
from tests.qualification.requirements import align, answer, judge, put_question, require
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db(transaction=True)

REQUIREMENT, JUDGEMENT = "qualification_requirement", "qualification_judgement"
ALIGNMENT, QUESTION = "qualification_alignment", "qualification_question"


class Attack(NamedTuple):
    """A statement, and the trigger that stops it."""

    table: str
    statement: str
    trigger: str = "b_guard"


def judged(requirement: str, state: str, by: str) -> str:
    """Return a forged judgement."""
    return (
        "INSERT INTO qualification_judgement (requirement_id, state, note, source_class, contact_id, link, by_id, at) "
        f"VALUES ({{{requirement}}}, '{state}', 'They told us that it is so', 'customer_said', {{contact}}, '', {{{by}}}, now())"
    )


def aligned(kind: str) -> str:
    """Return a forged alignment."""
    return (
        "INSERT INTO qualification_alignment (opportunity_id, kind, is_aligned, note, by_id, at) "
        f"VALUES ({{deal}}, '{kind}', true, 'Everything matches, they say', {{owner}}, now())"
    )


ATTACKS: dict[str, Attack] = {
    "a technical one judged by the owner": Attack(JUDGEMENT, judged("open", "validated", "owner")),
    "aligned before it is validated": Attack(ALIGNMENT, aligned("technical"), "alignment_guard"),
    "aligned without any": Attack(ALIGNMENT, aligned("functional"), "alignment_guard"),
    "one more under an alignment": Attack(
        REQUIREMENT,
        "INSERT INTO qualification_requirement (opportunity_id, kind, text, by_id, at) "
        "VALUES ({deal}, 'business', 'One more', {owner}, now())",
        "alignment_guard",
    ),
    "rejected under an alignment": Attack(JUDGEMENT, judged("agreed", "rejected", "ana"), "alignment_guard"),
    "another answer": Attack(QUESTION, "UPDATE qualification_question SET answer = 'No' WHERE id = {question}"),
    "a question opened again": Attack(
        QUESTION, "UPDATE qualification_question SET answer = '', answered_by_id = NULL, answered_at = NULL"
    ),
}
DEAL = "opportunities_opportunity"
ATTACKS |= {
    "unaligned under a Business Win": Attack(
        ALIGNMENT,
        "INSERT INTO qualification_alignment (opportunity_id, kind, is_aligned, note, by_id, at) "
        "VALUES ({deal}, 'business', false, 'Nothing matches any more', {owner}, now())",
        "business_win_guard",
    ),
    "grown under a Financial Win": Attack(
        DEAL, "UPDATE opportunities_opportunity SET amount = amount * 1.25 WHERE id = {deal}", "financial_win_guard"
    ),
    "in another currency under a Financial Win": Attack(
        DEAL, "UPDATE opportunities_opportunity SET currency = 'EUR' WHERE id = {deal}", "financial_win_guard"
    ),
}
REFUSED_BY_RIGHTS = (
    "UPDATE qualification_requirement SET kind = 'business'",
    "DELETE FROM qualification_requirement",
    "UPDATE qualification_judgement SET state = 'validated'",
    "DELETE FROM qualification_judgement",
    "UPDATE qualification_alignment SET is_aligned = true",
    "DELETE FROM qualification_alignment",
    "UPDATE qualification_question SET kind = 'commercial'",
    "DELETE FROM qualification_question",
)


@pytest.fixture
def words(transactional_db: None) -> dict[str, Any]:
    """A deal with an open technical requirement, an aligned business group, two wins and an answered question; its ids."""
    deal = Deal(Cast({}), process="nb.edge", more={"recurring": Decimal(40_000), "term_months": 12})
    agreed = require(deal, "business")
    judge(deal, agreed)
    align(deal, "business")
    for key in ("business_win", "financial_win"):
        reach_milestone(**deal.known(), key=key, evidence=NOTE)
    question = put_question(deal)
    answer(deal, question)
    people = {"owner": deal.actor.user_id, "ana": deal.cast.actor("ana").user_id, "contact": deal.contact.pk}
    return {"deal": deal.id, "open": require(deal).pk, "agreed": agreed.pk, "question": question.pk, **people}


def guarded() -> str:
    """Return everything the attacks are after."""
    with connection.cursor() as cursor:
        tables = (REQUIREMENT, JUDGEMENT, ALIGNMENT, QUESTION, DEAL)
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {name} t)" for name in tables))
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
