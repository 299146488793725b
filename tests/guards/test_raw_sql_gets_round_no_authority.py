"""Raw SQL as the runtime role, pretending to act for whom it likes, against whoever lends authority (P5; §1.4, §6, §7):
deputies, escalations, guardrails, the clocks of steps, the confirmation of a win.

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from approvals.services.delegate import end_delegation
from approvals.services.escalate import close_escalation, raise_escalation
from approvals.services.send_back import return_request
from tests.approvals.asking import Asking
from tests.approvals.drafts import back_tested, drafted
from tests.approvals.services.test_leadership import name
from tests.cast import Cast
from tests.guards.forging import as_if
from tests.story import NOTE

pytestmark = pytest.mark.django_db(transaction=True)

DEPUTY, ESCALATION, RULES = "approvals_delegation", "approvals_escalation", "approvals_guardrailset"
TEST, REQUEST, STEP, DECISION = (
    "approvals_backtest",
    "approvals_approvalrequest",
    "approvals_approvalstep",
    "approvals_decision",
)
EVENT, DEAL = "opportunities_stageevent", "opportunities_opportunity"
TABLES = (DEPUTY, ESCALATION, RULES, TEST, REQUEST, STEP, DECISION, EVENT, DEAL)
SIGNED = "a_signed"


class Attack(NamedTuple):
    """What the session says of who acts, a statement where a matter has come so far, and the trigger that stops it."""

    stage: str
    who: str
    table: str
    statement: str
    trigger: str = "b_guard"


def deputy(approver: str, stands_in: str, by: str) -> str:
    """Return a forged deputy of this week."""
    return (
        f"INSERT INTO {DEPUTY} (approver_id, deputy_id, starts_on, ends_on, set_by_id, set_at) "
        f"VALUES ({{{approver}}}, {{{stands_in}}}, current_date - 1, current_date + 5, {{{by}}}, now())"
    )


def ended(by: str) -> str:
    """Return a forged end of a deputy."""
    return f"UPDATE {DEPUTY} SET ended_at = now(), ended_by_id = {{{by}}}"


def raised(by: str, more: str = "", values: str = "", decision: str = "''") -> str:
    """Return a forged escalation."""
    return (
        f"INSERT INTO {ESCALATION} (version, opportunity_id, severity, reason, raised_by_id, raised_at, due_at, decision{more}) "
        f"VALUES (1, {{deal}}, 'high', 'Let me call them myself', {{{by}}}, now(), now(), {decision}{values})"
    )


def escalation(values: str) -> str:
    """Return a direct change of the escalation."""
    return f"UPDATE {ESCALATION} SET {values}"


def draft(values: str) -> str:
    """Return a direct change of Kim's draft of the guardrails."""
    return f"UPDATE {RULES} SET {values} WHERE id = {{draft}}"


def published(by: str, at: str = "now()") -> str:
    """Return a forged publication."""
    return draft(f"state = 'published', published_by_id = {{{by}}}, published_at = {at}")


def verdict(by: str, behalf: str = "NULL", at: str = "now()") -> str:
    """Return a forged approval of the first step."""
    return (
        f"INSERT INTO {DECISION} (step_id, verdict, by_id, on_behalf_of_id, at, comment, seen_fingerprint) "
        f"SELECT min(s.id), 'approved', {{{by}}}, {behalf}, {at}, '', min(r.subject_fingerprint) FROM {STEP} s "
        f"JOIN {REQUEST} r ON r.id = s.request_id WHERE s.opened_at IS NOT NULL AND s.id NOT IN (SELECT step_id FROM {DECISION})"
    )


STARTED = "UPDATE approvals_approvalstep SET opened_at = {at}, due_at = now(), escalates_at = {late} WHERE id = (SELECT min(id) FROM approvals_approvalstep WHERE opened_at IS NULL)"
AGAIN = "UPDATE approvals_approvalrequest SET state = 'submitted'"
LAID = """INSERT INTO approvals_approvalstep (request_id, round, "group", role, hours{more}) VALUES ({{request}}, 1, 9, 'legal', {hours}{values})"""
ASKED = """INSERT INTO approvals_approvalrequest (version, opportunity_id, kind, state, round, requester_id, what, why, give_get,
  expectation, alternatives, needed_by, subject, subject_fingerprint, findings, is_fast, created_at, ended_reason)
  VALUES (1, {deal}, 'poc_skip', 'draft', 1, {tomas}, 'Skip', 'w', 'g', 'e', 'a', current_date, '{{}}', '', '{{}}', false, now(), '')"""
DRAFTED = """INSERT INTO approvals_guardrailset (version, number, state, rules, reason, author_id, created_at)
  SELECT 1, 9, 'draft', rules, '', {by}, now() FROM approvals_guardrailset WHERE number = 1"""
TESTED = """INSERT INTO approvals_backtest (draft_id, tested_version, against_id, state, by_id, created_at, total, done, report, failure,
  finished_at) SELECT id, version, 1, {state}, {by}, now(), 0, 0, '[]', '', {until} FROM approvals_guardrailset WHERE id = {{draft}}"""
WON = """INSERT INTO opportunities_stageevent (opportunity_id, seq, move, from_stage, to_stage, at, actor_id, via, reason,
  definition_id, amount, currency, amount_reporting, probability, close_date, owner_id, criteria, origin, xid)
  SELECT id, stage_seq + 1, 'won', stage, 'closed_won', now(), {by}, 'web', '', definition_id, amount, currency,
  amount_reporting, probability, close_date, owner_id, '[]', '{{{{}}}}', 0 FROM opportunities_opportunity WHERE id = {{deal}};
  UPDATE opportunities_opportunity SET stage = 'closed_won', stage_seq = stage_seq + 1, closed_at = now() WHERE id = {{deal}}"""

ATTACKS: dict[str, Attack] = {
    # Deputies
    "a deputy of somebody else": Attack("asked", "elena", DEPUTY, deputy("tomas", "naomi", "elena")),
    "a deputy in the approver's name": Attack("asked", "elena", DEPUTY, deputy("tomas", "rosa", "tomas"), SIGNED),
    "a deputy in a leader's name": Attack("asked", "tomas", DEPUTY, deputy("tomas", "elena", "ingrid"), SIGNED),
    "a deputy in nobody's session": Attack("asked", "", DEPUTY, deputy("tomas", "rosa", "tomas"), SIGNED),
    "the requester as deputy": Attack("asked", "tomas", DEPUTY, deputy("tomas", "elena", "tomas")),
    "a circle of deputies": Attack("deputised", "rosa", DEPUTY, deputy("rosa", "tomas", "rosa")),
    "a deputy sent away by a stranger": Attack("deputised", "elena", DEPUTY, ended("elena"), "c_ended"),
    "a deputy sent away in the approver's name": Attack("deputised", "elena", DEPUTY, ended("tomas"), SIGNED),
    "a deputy called back": Attack("dismissed", "tomas", DEPUTY, f"UPDATE {DEPUTY} SET ended_at = NULL, ended_by_id = NULL"),
    # Decisions
    "decided by the requester as deputy": Attack("lent", "elena", DECISION, verdict("elena", "{tomas}")),
    "decided in the approver's name": Attack("asked", "elena", DECISION, verdict("tomas"), SIGNED),
    "decided in nobody's session": Attack("asked", "", DECISION, verdict("tomas"), SIGNED),
    "decided beyond the deputy's limit": Attack("limited", "rosa", DECISION, verdict("rosa", "{tomas}")),
    "decided by a deputy dismissed, dated before": Attack("dismissed", "rosa", DECISION, verdict("rosa", "{tomas}", "now() - interval '1 day'")),
    # Requests and their clocks
    "asked in another's name": Attack("asked", "elena", REQUEST, ASKED, SIGNED),
    "asked again by other rules": Attack("returned", "elena", REQUEST, AGAIN + ", guardrails_id = {draft}", "c_dates"),
    "asked again in another round": Attack("returned", "elena", REQUEST, AGAIN + ", round = 7", "c_dates"),
    "an approval dated ahead": Attack("approved", "elena", REQUEST, f"UPDATE {REQUEST} SET state = 'superseded', decided_at = now() + interval '1 year'", "c_dates"),
    "a step that is late from the start": Attack("returned", "elena", STEP, AGAIN + "; " + LAID.format(more=", opened_at, due_at, escalates_at", hours=8, values=", now(), now(), now() + interval '9 days'"), "c_clock"),
    "a step without time": Attack("returned", "elena", STEP, AGAIN + "; " + LAID.format(more="", hours=0, values=""), "c_clock"),
    "a clock that ran before it started": Attack("asked", "tomas", STEP, verdict("tomas") + "; " + STARTED.format(at="now() - interval '9 days'", late="now()"), "c_clock"),
    "a clock that runs too fast": Attack("asked", "tomas", STEP, verdict("tomas") + "; " + STARTED.format(at="now()", late="now() + interval '1 hour'"), "c_clock"),
    # Escalations, which let leadership act on a deal
    "raised in another's name": Attack("asked", "ingrid", ESCALATION, raised("elena"), SIGNED),
    "raised and decided at once": Attack("asked", "ingrid", ESCALATION, raised("ingrid", ", decided_by_id, decided_at", ", {ingrid}, now()", "'Mine'")),
    "decided by who raised it": Attack("raised", "elena", ESCALATION, escalation("decision = 'I take it', decided_by_id = {elena}, decided_at = now()")),
    "decided in a leader's name": Attack("raised", "elena", ESCALATION, escalation("decision = 'I take it', decided_by_id = {ingrid}, decided_at = now()"), SIGNED),
    "put to somebody who does not lead": Attack("raised", "elena", ESCALATION, escalation("assigned_to_id = {ana}")),
    "closed by a stranger": Attack("raised", "naomi", ESCALATION, escalation("closed_by_id = {naomi}, closed_at = now()")),
    "closed in the name of who raised it": Attack("raised", "naomi", ESCALATION, escalation("closed_by_id = {elena}, closed_at = now()"), SIGNED),
    "opened again": Attack("closed", "ingrid", ESCALATION, escalation("closed_by_id = NULL, closed_at = NULL")),
    "reworded": Attack("raised", "elena", ESCALATION, escalation("reason = 'Something else entirely'")),
    "raised earlier than it was": Attack("raised", "elena", ESCALATION, escalation("raised_at = raised_at - interval '30 days'")),
    # Guardrails
    "a draft in another's name": Attack("asked", "kim", RULES, DRAFTED.format(by="{ingrid}"), SIGNED),
    "a draft of somebody without the role": Attack("asked", "elena", RULES, DRAFTED.format(by="{elena}")),
    "another's draft rewritten": Attack("drafted", "ingrid", RULES, draft("reason = 'What I would rather publish'"), "a_author"),
    "another's draft put away": Attack("drafted", "ingrid", RULES, draft("state = 'discarded'"), "a_author"),
    "one's own draft published": Attack("drafted", "kim", RULES, published("kim")),
    "one's own draft published in a second name": Attack("drafted", "kim", RULES, published("ingrid"), SIGNED),
    "published by somebody without the role": Attack("drafted", "naomi", RULES, published("naomi")),
    "published for the past": Attack("drafted", "ingrid", RULES, published("ingrid", "now() - interval '1 day'")),
    "published untested": Attack("untested", "ingrid", RULES, published("ingrid")),
    "what is in force rewritten": Attack("asked", "", RULES, f"UPDATE {RULES} SET reason = 'As it always was' WHERE number = 1"),
    "a test that was never run": Attack("untested", "kim", TEST, TESTED.format(state="'done'", until="now()", by="{kim}"), "b_begins"),
    "a test in another's name": Attack("untested", "kim", TEST, TESTED.format(state="'waiting'", until="NULL", by="{ingrid}"), SIGNED),
    # The last closing step
    "won by the owner, who is finance too": Attack("closing", "elena", EVENT, WON.format(by="{elena}"), "c_confirmed"),
    "won by pre-sales validation": Attack("closing", "ana", EVENT, WON.format(by="{ana}"), "c_confirmed"),
    "won in finance's name": Attack("closing", "elena", EVENT, WON.format(by="{naomi}"), SIGNED),
}  # fmt: skip
REFUSED_BY_RIGHTS = (
    f"UPDATE {DEPUTY} SET max_discount = 99",
    f"UPDATE {DEPUTY} SET max_amount = NULL",
    f"UPDATE {DEPUTY} SET ends_on = ends_on + 300",
    f"UPDATE {DEPUTY} SET deputy_id = approver_id",
    f"DELETE FROM {DEPUTY}",
    f"UPDATE {DECISION} SET verdict = 'approved'",
    f"UPDATE {DECISION} SET by_id = by_id",
    f"UPDATE {DECISION} SET at = at - interval '1 day'",
    f"DELETE FROM {DECISION}",
    f"DELETE FROM {ESCALATION}",
    f"UPDATE {RULES} SET author_id = NULL",
    f"UPDATE {RULES} SET number = 0",
    f"DELETE FROM {RULES}",
    f"UPDATE {TEST} SET tested_version = 1",
    f"UPDATE {STEP} SET role = 'leader'",
    f"UPDATE {STEP} SET hours = 0",
    f"DELETE FROM {STEP}",
    f"DELETE FROM {REQUEST}",
)


def _lend(asking: Asking) -> None:
    """Let a leader, who may, name the requester: at a decision it counts for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            as_if(str(asking.cast.ingrid.user_id)) + deputy("tomas", "elena", "ingrid").format(**people(asking))
        )


def _dismiss(asking: Asking) -> None:
    row = name(asking, "tomas", "rosa")
    end_delegation(actor=asking.cast.tomas, now=asking.deal.now, delegation_id=row.pk)


def _raise(asking: Asking) -> Any:
    return raise_escalation(**asking.deal.known(), severity="high", reason=NOTE)


def _close(asking: Asking) -> None:
    close_escalation(actor=asking.deal.actor, now=asking.deal.now, escalation_id=_raise(asking).pk)


def _come_to_the_win(asking: Asking) -> None:
    """The owner is finance besides; the deal has no offer any more and its last gate is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO users_rolegrant (user_id, role, region, granted_at) VALUES (%s, 'vp_finance', '', now())",
            [asking.deal.actor.user_id],
        )
    asking.deal.open_discovery_gate()
    asking.deal.advance()
    asking.deal.open_negotiation_gate()


STAGES: dict[str, Callable[[Asking], Any]] = {
    "asked": lambda a: a.submit(),
    "approved": lambda a: (a.submit(), a.approve_all()),
    "returned": lambda a: (a.submit(), drafted(a.cast), return_request(**a.known("tomas"), comment=NOTE)),
    "deputised": lambda a: name(a, "tomas", "rosa"),
    "dismissed": lambda a: (a.submit(), _dismiss(a)),
    "lent": lambda a: (a.submit(), _lend(a)),
    "limited": lambda a: (a.submit(), name(a, "tomas", "rosa", max_discount=Decimal(5))),
    "raised": _raise,
    "closed": _close,
    "untested": lambda a: drafted(a.cast),
    "drafted": lambda a: back_tested(a.cast, drafted(a.cast)),
    "closing": _come_to_the_win,
}


def people(asking: Asking) -> dict[str, int]:
    """Return the ids of those who stand in the statements."""
    names = ("elena", "tomas", "rosa", "naomi", "ana", "ingrid", "kim")
    return {each: asking.cast.user(each).pk for each in names}


def guarded() -> str:
    """Return everything the attacks are after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {table} t)" for table in TABLES))
        return str(cursor.fetchone())


def attack_of(attack: Attack) -> str:
    """Bring the matter to where the attack begins, and return the statement with what the session pretends."""
    asking = Asking(Cast({}))
    STAGES[attack.stage](asking)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {RULES}")
        newest = cursor.fetchone()[0]
    who = people(asking)
    known = {"deal": asking.deal.id, "request": asking.request_id, "draft": newest, **who}
    return as_if(str(who.get(attack.who, ""))) + attack.statement.format(**known)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    attack: Attack, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    statement = attack_of(attack)
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


@pytest.mark.parametrize("statement", REFUSED_BY_RIGHTS)
def test_what_nobody_may_touch_is_no_right_of_the_runtime_role(
    statement: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attacker = connect_as("salesops_app")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), attacker, attacker.cursor() as cursor:
        cursor.execute(statement)


def _switch(superuser: Any, attack: Attack, how: str) -> None:
    with superuser, superuser.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {attack.table} {how} TRIGGER {attack.trigger}")
