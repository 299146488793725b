"""Raw SQL as the runtime role against a proposal: nothing is final, cleared or settled that is not (P3, §1.5, §1.6).

Each attack fails while its guard stands, and passes once that one guard is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from opportunities.services.log_activity import NewActivity, log_activity
from qualification.domain.proposal import SpecialTerm
from qualification.services.confidence_call import ask_for_call
from qualification.services.confirm import confirm, withdraw_confirmation
from qualification.services.raise_red_flag import close_red_flag
from tests.cast import Cast
from tests.qualification.offering import EVIDENCE, Offering
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db(transaction=True)

VERSION, REVIEW, CLEARANCE = "qualification_proposalversion", "qualification_review", "qualification_triggerclearance"
FLAG, CALL, CONFIRMED = "qualification_redflag", "qualification_confidencecall", "qualification_confirmation"
ESTIMATE, CHECK = "qualification_effortestimate", "qualification_assumptioncheck"


class Attack(NamedTuple):
    """A statement against a proposal that has come so far, and the trigger that stops it."""

    stage: str
    table: str
    statement: str
    trigger: str = "b_guard"


def final(where: str = "TRUE") -> str:
    """Return a direct finalisation."""
    return f"UPDATE qualification_proposalversion SET finalised_at = now(), finalised_by_id = {{owner}} WHERE {where}"


def clearance(by: str = "{ana}", about: str = "Reader R2", trigger: str = "T03", route: str = "psv", words: str = EVIDENCE) -> str:  # fmt: skip
    """Return a forged clearance of the newest version."""
    return (
        "INSERT INTO qualification_triggerclearance (proposal_id, trigger, about, route, evidence, by_id, at) "
        f"SELECT max(id), '{trigger}', '{about}', '{route}', '{words}', {by}, now() FROM qualification_proposalversion"
    )


def verdict(state: str = "clear", by: str = "{ana}") -> str:
    """Return a verdict written directly."""
    return f"UPDATE qualification_review SET state = '{state}', decided_by_id = {by}, decided_at = now()"


BASED = """INSERT INTO qualification_proposalversion (opportunity_id, number, terms, fingerprint, basis_id, by_id, at)
  SELECT opportunity_id, number + 1, jsonb_set(terms, '{{tools}}', '[]'), 'forged', id, by_id, now()
  FROM qualification_proposalversion"""
NUMBERED = """INSERT INTO qualification_proposalversion (opportunity_id, number, terms, fingerprint, by_id, at)
  SELECT opportunity_id, number + 7, terms, 'forged', by_id, now() FROM qualification_proposalversion"""
BORN_CLEAR = """INSERT INTO qualification_review (opportunity_id, proposal_id, state, requested_by_id, requested_at, due_at,
  decided_by_id, decided_at, question, note, conditions, risk_reason, version)
  SELECT opportunity_id, id, 'clear', {owner}, now(), now(), {ana}, now(), '', '', '[]', '', 1
  FROM qualification_proposalversion"""
ESTIMATED = """INSERT INTO qualification_effortestimate (proposal_id, kind, low, likely, high, cost_per_day, by_id, at)
  SELECT id, 'services', 0, 0, 0, 0, {owner}, now() FROM qualification_proposalversion"""
VALIDATED = """INSERT INTO qualification_assumptioncheck (opportunity_id, text, state, evidence, by_id, at)
  VALUES ({deal}, 'Same kernel', 'validated', 'I say so', {owner}, now())"""
LISTED = """INSERT INTO qualification_confirmation (kind, name, opportunity_id, evidence, by_id, at, withdrawn_reason)
  VALUES ('tool', 'Reader R2', {deal}, 'I say so', {owner}, now(), '')"""
RISK = """UPDATE qualification_review SET risk_accepted_at = now(), risk_accepted_by_id = {ana},
  risk_reason = 'It will be all right'"""
SETTLED = "UPDATE qualification_redflag SET closed_at = now(), closed_by_id = {by}, how_closed = '{how}'"

ATTACKS: dict[str, Attack] = {
    "final while a trigger fires": Attack("tool", VERSION, final()),
    "final while it is blocked": Attack("blocked", VERSION, final()),
    "an old version final": Attack("second", VERSION, final("number = 1")),
    "not final any more": Attack("final", VERSION, "UPDATE qualification_proposalversion SET finalised_at = NULL, finalised_by_id = NULL"),
    "another scope under the old clearance": Attack("tool", VERSION, BASED),
    "a version out of order": Attack("tool", VERSION, NUMBERED),
    "cleared by a seller": Attack("tool", CLEARANCE, clearance("{owner}")),
    "cleared by a leader for validation": Attack("tool", CLEARANCE, clearance("{ingrid}")),
    "cleared by validation for leadership": Attack("promise", CLEARANCE, clearance("{ana}", "Live in May", "T12", "lr")),
    "cleared for another cause": Attack("tool", CLEARANCE, clearance(about="Reader R1")),
    "cleared where nothing fires": Attack("plain", CLEARANCE, clearance()),
    "cleared on a route that is not its own": Attack("tool", CLEARANCE, clearance("{ingrid}", route="lr")),
    "cleared without evidence": Attack("tool", CLEARANCE, clearance(words="ok")),
    "clear while a trigger fires": Attack("waiting", REVIEW, verdict()),
    "clear with no estimate": Attack("unestimated", REVIEW, verdict()),
    "decided by the seller": Attack("unestimated", REVIEW, verdict("blocked", "{owner}")),
    "a review born clear": Attack("plain", REVIEW, BORN_CLEAR),
    "a verdict turned round": Attack("blocked", REVIEW, verdict()),
    "the risk accepted by validation": Attack("blocked", REVIEW, RISK),
    "a request in another name": Attack("waiting", REVIEW, "UPDATE qualification_review SET requested_by_id = {ana}"),
    "a flag settled by the seller": Attack("flag", FLAG, SETTLED.format(by="{owner}", how=EVIDENCE)),
    "a flag settled without a word": Attack("flag", FLAG, SETTLED.format(by="{ana}", how="")),
    "a settled flag reopened": Attack("settled", FLAG, "UPDATE qualification_redflag SET closed_at = NULL", "c_settled"),
    "a call held in a note": Attack("call", CALL, "UPDATE qualification_confidencecall SET outcome = 'Good', activity_id = (SELECT max(id) FROM opportunities_activity)"),
    "estimated by the seller": Attack("plain", ESTIMATE, ESTIMATED),
    "an assumption validated by the seller": Attack("plain", CHECK, VALIDATED),
    "confirmed by the seller": Attack("plain", CONFIRMED, LISTED),
    "a withdrawn confirmation back": Attack("withdrawn", CONFIRMED, "UPDATE qualification_confirmation SET withdrawn_at = NULL", "c_settled"),
}  # fmt: skip


def come_to(offering: Offering, stage: str) -> None:
    """Bring the proposal to where an attack begins."""
    if stage in ("tool", "waiting", "second"):
        offering.write(tools=("Reader R2",))
    else:
        offering.write()
    STAGES.get(stage, lambda offering: None)(offering)


def _wait(offering: Offering) -> None:
    offering.estimate()
    offering.request()


def _block(offering: Offering) -> None:
    offering.request()
    offering.decide("blocked", note="The tool cannot do this")


def _settle(offering: Offering) -> None:
    flag = offering.flag()
    close_red_flag(actor=offering.deal.cast.actor("ana"), now=offering.deal.now, flag_id=flag.pk, how=EVIDENCE)


def _ask(offering: Offering) -> None:
    log_activity(**offering.known(), new=NewActivity("note", "A note", NOTE))
    ask_for_call(**offering.known(), contact_id=offering.deal.contact.pk, topic="How you test")


def _withdraw(offering: Offering) -> None:
    known = {"actor": offering.deal.cast.actor("ana"), "now": offering.deal.now}
    row = confirm(**known, kind="tool", name="Reader R2", evidence=EVIDENCE)
    withdraw_confirmation(**known, confirmation_id=row.pk, reason="It broke in the lab")


STAGES: dict[str, Callable[[Offering], Any]] = {
    "second": lambda o: o.write(tools=()),
    "final": lambda o: o.finalise(),
    "promise": lambda o: o.write(special_terms=(SpecialTerm("promise", "Live in May"),)),
    "waiting": _wait,
    "unestimated": lambda o: o.request(),
    "blocked": _block,
    "flag": lambda o: o.flag(),
    "settled": _settle,
    "call": _ask,
    "withdrawn": _withdraw,
}


def guarded() -> str:
    """Return everything the attacks are after."""
    tables = (VERSION, REVIEW, CLEARANCE, FLAG, CALL, CONFIRMED, ESTIMATE, CHECK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {name} t)" for name in tables))
        return str(cursor.fetchone())


@pytest.mark.parametrize("name", ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    name: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attack = ATTACKS[name]
    offering = Offering(Deal(Cast({})))
    come_to(offering, attack.stage)
    people = {who: offering.deal.cast.actor(who).user_id for who in ("ana", "ingrid")}
    statement = attack.statement.format(deal=offering.deal.id, owner=offering.deal.actor.user_id, **people)
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


def test_a_version_is_never_edited(transactional_db: None, connect_as: Callable[[str], Any]) -> None:
    Offering(Deal(Cast({}))).write()
    attacker = connect_as("salesops_app")
    with pytest.raises(psycopg2.Error, match="permission denied"), attacker, attacker.cursor() as cursor:
        cursor.execute("UPDATE qualification_proposalversion SET terms = '{}'")
