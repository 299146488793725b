"""Raw SQL as the runtime role against requests: nothing is approved, covered or decided that is not (P3, P5, §6).

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from approvals.services.send_back import reject
from tests.approvals.asking import Asking
from tests.cast import Cast
from tests.guards.forging import as_if
from tests.story import NOTE

pytestmark = pytest.mark.django_db(transaction=True)

REQUEST, STEP, DECISION = "approvals_approvalrequest", "approvals_approvalstep", "approvals_decision"
OFFER = "opportunities_offer"
SEEN = "(SELECT subject_fingerprint FROM approvals_approvalrequest WHERE id = {request})"
FIRST = "(SELECT min(id) FROM approvals_approvalstep WHERE request_id = {request} AND opened_at IS NOT NULL AND id NOT IN (SELECT step_id FROM approvals_decision))"


class Attack(NamedTuple):
    """A statement against a request that has come so far, and the trigger that stops it."""

    stage: str
    table: str
    statement: str
    trigger: str = "b_guard"


def decided(by: str, *, step: str = FIRST, behalf: str = "NULL", seen: str = SEEN, verdict: str = "approved") -> str:
    """Return a forged verdict, with what it entails written beside it."""
    words = "" if verdict == "approved" else "I say so and nobody else"
    return as_if(by) + (
        "INSERT INTO approvals_decision (step_id, verdict, by_id, on_behalf_of_id, at, comment, seen_fingerprint) "
        f"VALUES ({step}, '{verdict}', {by}, {behalf}, now(), '{words}', {seen})"
    )


def request(values: str) -> str:
    """Return a direct change of the request."""
    return f"UPDATE approvals_approvalrequest SET {values} WHERE id = {{request}}"


DONE = "state = 'approved', decided_at = now(), expires_on = current_date + 30"
LAST = "(SELECT max(id) FROM approvals_approvalstep WHERE request_id = {request})"
BORN = (
    as_if("{requester}")
    + """INSERT INTO approvals_approvalrequest (version, opportunity_id, offer_id, kind, state, round, requester_id, what, why,
  give_get, expectation, alternatives, needed_by, subject, subject_fingerprint, findings, is_fast, created_at, ended_reason{more})
  SELECT 1, opportunity_id, {offer}, 'payment_terms', '{state}', 1, {requester}, what, why, give_get, expectation, alternatives,
  needed_by, subject, subject_fingerprint, findings, is_fast, now(), ''{values} FROM approvals_approvalrequest WHERE id = {{request}}"""
)
STEP_LAID = """INSERT INTO approvals_approvalstep (request_id, round, "group", role, hours)
  VALUES ({request}, 1, 9, 'regional_vp', 8)"""

ATTACKS: dict[str, Attack] = {
    "approved by who asked": Attack("asked", DECISION, decided("{elena}")),
    "approved by finance for the regional VP": Attack("asked", DECISION, decided("{naomi}")),
    "approved by the regional VP of another region": Attack("asked", DECISION, decided("{rosa}")),
    "approved by an administrator": Attack("asked", DECISION, decided("{kim}")),
    "approved by pre-sales validation": Attack("asked", DECISION, decided("{ana}")),
    "approved by a leader while the regional VP can": Attack("asked", DECISION, decided("{ingrid}")),
    "approved before its turn": Attack("asked", DECISION, decided("{naomi}", step="(SELECT id FROM approvals_approvalstep WHERE request_id = {request} AND role = 'vp_finance')")),
    "approved in another's name": Attack("asked", DECISION, decided("{tomas}", behalf="{naomi}")),
    "approved as a deputy nobody named": Attack("asked", DECISION, decided("{rosa}", behalf="{tomas}")),
    "approved on other terms": Attack("asked", DECISION, decided("{tomas}", seen="repeat('0', 64)")),
    "approved by who wrote the terms": Attack("written", DECISION, decided("{tomas}")),
    "approved after the terms were rewritten": Attack("rewritten", DECISION, decided("{tomas}")),
    "two steps by one person": Attack("both", DECISION, decided("{tomas}")),
    "a verdict on a withdrawn request": Attack("withdrawn", DECISION, decided("{tomas}", step=LAST)),
    "a rejection that moves nothing": Attack("asked", DECISION, decided("{tomas}", verdict="rejected"), "c_carried"),
    "approved with no word at all": Attack("asked", REQUEST, request(DONE)),
    "approved with half of the words": Attack("half", REQUEST, request(DONE)),
    "approved twice as much as asked": Attack("asked", REQUEST, request("subject = jsonb_set(subject, '{{partner_fee}}', '\"9.00\"')")),
    "another requester": Attack("asked", REQUEST, as_if("{naomi}") + request("requester_id = {naomi}")),
    "another offer": Attack("asked", REQUEST, request("offer_id = NULL, kind = 'poc_skip'")),
    "rejected by nobody": Attack("asked", REQUEST, request("state = 'rejected'")),
    "returned by nobody": Attack("asked", REQUEST, request("state = 'returned'")),
    "a rejection turned round": Attack("rejected", REQUEST, request(DONE)),
    "a wider envelope": Attack("approved", REQUEST, request("envelope = jsonb_set(envelope, '{{options,A,max_discount}}', '\"99\"')")),
    "a longer approval": Attack("approved", REQUEST, request("expires_on = expires_on + 300")),
    "expired before its day": Attack("approved", REQUEST, request("state = 'expired'")),
    "approved from birth": Attack("asked", REQUEST, BORN.format(offer="offer_id", state="approved", requester="{elena}", more=", decided_at, expires_on, envelope", values=", now(), current_date + 30, '{{}}'")),
    "about an offer of another deal": Attack("other", REQUEST, BORN.format(offer="{other_offer}", state="draft", requester="{elena}", more="", values="")),
    "a step slipped in later": Attack("asked", STEP, STEP_LAID),
    "a clock held back": Attack("asked", STEP, "UPDATE approvals_approvalstep SET due_at = due_at + interval '30 days' WHERE id = " + FIRST),
    "a step opened before its turn": Attack("asked", STEP, "UPDATE approvals_approvalstep SET opened_at = now(), due_at = now(), escalates_at = now() + interval '9 days' WHERE id = " + LAST),
    "locked terms changed": Attack("asked", OFFER, "UPDATE opportunities_offer SET partner_fee = 9 WHERE id = {offer}"),
    "shown outside its approval": Attack("rewritten_later", OFFER, "UPDATE opportunities_offer SET state = 'presented', presented_at = now(), presented_by_id = {elena} WHERE id = {offer}"),
    "shown while somebody decides": Attack("asked", OFFER, "UPDATE opportunities_offer SET state = 'presented', presented_at = now(), presented_by_id = {elena} WHERE id = {offer}"),
}  # fmt: skip


def come_to(asking: Asking, stage: str) -> None:
    """Bring the request to where an attack begins."""
    if stage == "written":
        asking.pricing.write(terms={"partner_fee": 1})
    asking.submit()
    STAGES.get(stage, lambda asking: None)(asking)


def _withdraw(asking: Asking) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE approvals_approvalrequest SET state = 'withdrawn' WHERE id = %s", [asking.request_id])


def _as_superuser(*statements: str) -> Callable[[Asking], None]:
    """Do what nobody may, with the guards asleep, to see that the next guard holds."""

    def do(asking: Asking) -> None:
        superuser = asking.connect("")
        with superuser, superuser.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement.format(**words(asking)))

    return do


STAGES: dict[str, Callable[[Asking], Any]] = {
    "half": lambda a: a.approve(),
    "approved": lambda a: a.approve_all(),
    "rejected": lambda a: reject(**a.known("tomas"), comment=NOTE),
    "withdrawn": _withdraw,
    "written": _as_superuser("INSERT INTO opportunities_offeredit (offer_id, by_id, at, xid) VALUES ({offer}, {tomas}, now(), 1)"),
    "rewritten": _as_superuser("UPDATE opportunities_offer SET partner_fee = 7 WHERE id = {offer}"),
    "rewritten_later": lambda a: (a.approve_all(), a.write(30)),
    "both": lambda a: (a.approve(), _as_superuser("INSERT INTO users_rolegrant (user_id, role, region, granted_at) VALUES ({tomas}, 'vp_finance', '', now())")(a)),
}  # fmt: skip


def words(asking: Asking) -> dict[str, Any]:
    """Return the ids that stand in the statements."""
    names = ("elena", "naomi", "tomas", "rosa", "kim", "ana", "ingrid")
    people = {name: asking.cast.actor(name).user_id for name in names}
    return {"request": asking.request_id, "offer": asking.pricing.offer.pk, **people}


def guarded() -> str:
    """Return everything the attacks are after."""
    with connection.cursor() as cursor:
        tables = (REQUEST, STEP, DECISION, OFFER)
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {name} t)" for name in tables))
        return str(cursor.fetchone())


@pytest.mark.parametrize("name", ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    name: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attack = ATTACKS[name]
    asking = Asking(Cast({}))
    asking.connect = connect_as  # type: ignore[attr-defined]
    come_to(asking, attack.stage)
    known = words(asking)
    if attack.stage == "other":
        known["other_offer"] = Asking(asking.cast).pricing.offer.pk
    statement = attack.statement.format(**known)
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


def test_a_decision_is_never_edited(transactional_db: None, connect_as: Callable[[str], Any]) -> None:
    asking = Asking(Cast({}))
    asking.submit()
    asking.approve()
    attacker = connect_as("salesops_app")
    with pytest.raises(psycopg2.Error, match="permission denied"), attacker, attacker.cursor() as cursor:
        cursor.execute("UPDATE approvals_decision SET by_id = requester_id FROM approvals_approvalrequest")
