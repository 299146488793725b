"""Raw SQL as the runtime role against a proof of concept: no outcome, signature or session that is not one (P3, §4).

Each attack fails while its guard stands, and passes once that one guard is taken out: it is refused for what it
does, not for how it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection

from opportunities.services.reach_milestone import reach_milestone
from qualification.services.conclude_poc import Readout, conclude_poc
from qualification.services.extend_poc import ask_extension, refuse_extension
from tests.cast import Cast
from tests.qualification.proof import Proof, criterion
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db(transaction=True)

POC, PLAN, SIGNATURE = "qualification_poc", "qualification_successplan", "qualification_plansignature"
LINK, SESSION, VALUE = "qualification_signlink", "qualification_pocsession", "qualification_measurement"


class Attack(NamedTuple):
    """A statement against a proof that has come so far, and the trigger that stops it."""

    stage: str
    table: str
    statement: str
    trigger: str = "b_guard"


def poc(values: str) -> str:
    """Return a direct change of the proof."""
    return f"UPDATE qualification_poc SET {values} WHERE id = {{poc}}"


def sign(contact: str, method: str = "meeting", mark: str = "fingerprint") -> str:
    """Return a forged signature of the newest version."""
    return (
        "INSERT INTO qualification_plansignature (plan_id, contact_id, signed_name, method, note, fingerprint, at) "
        f"SELECT id, {contact}, 'Kari Aasen', '{method}', '', {mark}, now() FROM qualification_successplan "
        "WHERE poc_id = {poc} ORDER BY number DESC LIMIT 1"
    )


TIME = "qualification_extension"
ASKED = """INSERT INTO qualification_extension (poc_id, number, days, reason, asked_by_id, asked_at, validator_id,
  validated_at, regional_vp_id, approved_at, refused_reason)
  VALUES ({{poc}}, {number}, 14, 'The data came late', {{{by}}}, now(), {{ana}}, now(), NULL, NULL, '')"""


def time(values: str) -> str:
    """Return a direct change of what is asked."""
    return f"UPDATE qualification_extension SET {values} WHERE poc_id = {{poc}}"


COVERED = """INSERT INTO qualification_successplan (poc_id, number, terms, fingerprint, agrees_with_id, by_id, at)
  SELECT poc_id, 2, {terms}, 'forged', id, by_id, now() FROM qualification_successplan WHERE poc_id = {{poc}}"""
MEASURED = """INSERT INTO qualification_measurement (poc_id, criterion, value, note, by_id, at)
  VALUES ({{poc}}, '{criterion}', 130, '', {{{by}}}, now())"""
NEW_SESSION = """INSERT INTO qualification_pocsession (poc_id, kind, state, starts_at, lead_id, minutes, outputs, note,
  created_at, version) SELECT poc_id, 'getting_started', 'held', now(), lead_id, minutes, outputs, note, now(), 1
  FROM qualification_pocsession WHERE poc_id = {poc} LIMIT 1"""
WIN = """INSERT INTO opportunities_milestone (opportunity_id, key, evidence, by_id, reached_at, revoked_reason)
  VALUES ({deal}, 'tech_win', 'They like it very much indeed', {owner}, now(), '')"""
CLOSE = "state = 'measured', measured_at = now()"

ATTACKS: dict[str, Attack] = {
    "forged outcome": Attack("validated", POC, poc(f"{CLOSE}, outcome = 'met'")),
    "outcome before validation": Attack("started", POC, poc(f"{CLOSE}, outcome = 'not_met'"), "c_validation"),
    "outcome changed later": Attack("measured", POC, poc("outcome = 'met'")),
    "abandoned once the numbers are in": Attack("measured", POC, poc("state = 'abandoned', outcome = 'abandoned'")),
    "made to begin later": Attack("written", POC, poc("created_at = now()")),
    "verdict without a conclusion": Attack("measured", POC, poc("verdict = 'accept'")),
    "concluded without a readout": Attack("measured", POC, poc("state = 'concluded', verdict = 'accept'"), "c_readout"),
    "measured by a seller": Attack("validated", VALUE, MEASURED.format(criterion="fast", by="owner")),
    "measured without a criterion": Attack("validated", VALUE, MEASURED.format(criterion="slow", by="ana")),
    "measured before it runs": Attack("written", VALUE, MEASURED.format(criterion="fast", by="ana")),
    "another must under the old signature": Attack(
        "signed", PLAN, COVERED.format(terms="jsonb_set(terms, '{{criteria,0,target}}', '\"1\"')")
    ),
    "another scope under the old signature": Attack(
        "signed", PLAN, COVERED.format(terms="jsonb_set(terms, '{{in_scope}}', '\"One job\"')")
    ),
    "covered by a version nobody signed": Attack("written", PLAN, COVERED.format(terms="terms")),
    "signed by somebody else": Attack("written", SIGNATURE, sign("{other}")),
    "signed in other words": Attack("written", SIGNATURE, sign("{champion}", mark="'other'")),
    "signed by a link nobody used": Attack("written", SIGNATURE, sign("{champion}", "link")),
    "link used again": Attack("signed", LINK, "UPDATE qualification_signlink SET used_at = NULL"),
    "session 3 unsigned": Attack(
        "unsigned", SESSION, "UPDATE qualification_pocsession SET state = 'held' WHERE kind = 'hands_on'"
    ),
    "session 2 before session 1": Attack(
        "booked", SESSION, "UPDATE qualification_pocsession SET state = 'held' WHERE kind = 'discovery'", "c_order"
    ),
    "session held from the start": Attack("started", SESSION, NEW_SESSION),
    "closed session opened": Attack("started", SESSION, "UPDATE qualification_pocsession SET state = 'scheduled'"),
    "another POC under a Tech Win": Attack(
        "won",
        POC,
        "INSERT INTO qualification_poc (version, opportunity_id, state, lead_id, extended_days, outcome, outcome_sentence, "
        "outcome_note, verdict, agreed_next_step, reason, created_at) "
        "VALUES (1, {deal}, 'planned', {ana}, 0, '', '', '', '', '', '', now())",
        "tech_win_guard",
    ),
    "longer than anybody gave": Attack("written", POC, poc("extended_days = 14"), "extended_days_guard"),
    "more time given by the owner": Attack("asked", TIME, time("validator_id = {owner}, validated_at = now()")),
    "more time given by no regional VP": Attack("asked", TIME, time("regional_vp_id = {ana}, approved_at = now()")),
    "more time given while it is asked for": Attack("written", TIME, ASKED.format(number=1, by="owner")),
    "a second extension before the first": Attack("written", TIME, ASKED.format(number=2, by="ana")),
    "a refusal undone": Attack("refused", TIME, time("refused_by_id = NULL, refused_at = NULL")),
    "given without the days": Attack(
        "asked",
        TIME,
        time("validator_id = {ana}, validated_at = now(), regional_vp_id = {tomas}, approved_at = now()"),
        "extended_days_guard",
    ),
    "Tech Win on numbers that fail": Attack("measured", "opportunities_milestone", WIN, "tech_win_guard"),
}  # fmt: skip


def come_to(proof: Proof, stage: str) -> None:
    """Bring the proof to where an attack begins; its must fails, but where it is won."""
    if stage == "won":
        proof.run_to_validation()
        proof.measure("fast", "130")
        proof.close()
        conclude_poc(**proof.known(), readout=Readout(proof.hold_readout(), "accept", "Offer"))
        reach_milestone(**proof.deal.known(), key="tech_win", evidence=NOTE)
        return
    if stage in ("validated", "measured"):
        proof.run_to_validation()
        proof.measure("fast", "1")
        if stage == "measured":
            proof.close()
        return
    proof.write()
    if stage in ("asked", "refused"):
        ask_extension(**proof.known(), days=14, reason=NOTE)
    if stage == "refused":
        refuse_extension(**proof.known(), reason=NOTE)
    if stage in ("signed", "unsigned"):
        proof.sign()
    if stage in ("started", "unsigned"):
        proof.hold("getting_started")
    if stage == "booked":
        proof.schedule("discovery")
    if stage == "unsigned":
        proof.hold("discovery")
        proof.write(criteria=(criterion("fast", target="90"),))
        proof.schedule("hands_on")


def guarded() -> str:
    """Return everything the attacks are after."""
    tables = (POC, PLAN, SIGNATURE, LINK, SESSION, VALUE, TIME, "opportunities_milestone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT jsonb_agg(t ORDER BY id) FROM {name} t)" for name in tables))
        return str(cursor.fetchone())


def words(proof: Proof) -> dict[str, Any]:
    """Return the ids that stand in the statements."""
    deal = proof.deal
    people = {"owner": deal.actor.user_id, "ana": proof.ana.user_id, "tomas": deal.cast.actor("tomas").user_id}
    return {"poc": proof.id, "deal": deal.id, "champion": deal.contact.pk, "other": proof.other.pk, **people}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_fails_until_its_guard_is_taken_out(
    name: str, transactional_db: None, connect_as: Callable[[str], Any]
) -> None:
    attack = ATTACKS[name]
    proof = Proof(Deal(Cast({}), process="nb.edge"))
    come_to(proof, attack.stage)
    statement = attack.statement.format(**words(proof))
    before = guarded()
    attacker, owner = connect_as("salesops_app"), connect_as("")
    with pytest.raises(psycopg2.Error) as refused, attacker, attacker.cursor() as cursor:
        cursor.execute(statement)
    assert refused.value.pgcode == "23514"
    assert guarded() == before
    _switch(owner, attack, "DISABLE")
    try:
        with attacker, attacker.cursor() as cursor:
            cursor.execute(statement)
    finally:
        _switch(owner, attack, "ENABLE")
    assert guarded() != before


def _switch(owner: Any, attack: Attack, how: str) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {attack.table} {how} TRIGGER {attack.trigger}")
