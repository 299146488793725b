"""Raw SQL as the runtime role: over sixty ways to reach a stage, testimony or history; none gets through (P3).

Each statement (or pair, in one transaction) runs as an attacker who holds the application's password. A
statement may fail or change nothing; what it may never do is alter one of the guarded facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import connection

from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)

EVENT = """INSERT INTO opportunities_stageevent (opportunity_id, seq, move, from_stage, to_stage, at, actor_id, via,
  reason, definition_id, amount, currency, amount_reporting, probability, close_date, owner_id, criteria, origin, xid)
  SELECT id, {seq}, '{move}', {src}, '{dst}', {at}, owner_id, 'web', '', {definition}, amount, currency,
  amount_reporting, probability, close_date, owner_id, '[]', '{{}}', {xid} FROM opportunities_opportunity WHERE id = {id}"""


def event(
    move: str = "forward",
    dst: str = "negotiation",
    *,
    seq: str = "stage_seq + 1",
    src: str = "stage",
    at: str = "now()",
    definition: str = "definition_id",
    xid: str = "0",
) -> str:
    """Return a forged stage event."""
    given = {"move": move, "dst": dst, "seq": seq, "src": src, "at": at, "definition": definition, "xid": xid}
    return EVENT.format(id="{id}", **given).replace("'{}'", "'{{}}'")


def stage(to: str, more: str = "", where: str = "WHERE id = {id}") -> str:
    """Return a direct change of the stage."""
    return f"UPDATE opportunities_opportunity SET stage = '{to}'{more} {where}"


BUMP = ", stage_seq = stage_seq + 1"
COPY = """INSERT INTO opportunities_opportunity ({columns}) SELECT {values} FROM opportunities_opportunity WHERE id = {id}"""
ATTEST = """INSERT INTO opportunities_attestation (opportunity_id, criterion_id, note, source_class, link, is_withdrawal,
  by_id, at) VALUES ({id}, '{criterion}', 'twenty characters and more of it', 'customer_said', 'https://x.test', false, {by}, now())"""
WAIVE = """INSERT INTO opportunities_waiver (opportunity_id, criterion_id, reason, by_id, at)
  VALUES ({id}, '{criterion}', 'twenty characters and more of it', {by}, now())"""

ATTACKS: dict[str, list[str]] = {
    # The stage itself
    "plain update": [stage("negotiation")],
    "straight to won": [stage("closed_won")],
    "straight to lost": [stage("closed_lost")],
    "with the next sequence": [stage("negotiation", BUMP)],
    "with kind and probability": [stage("closed_won", ", stage_kind = 'won', probability = 100")],
    "with a closing time": [stage("closed_won", BUMP + ", stage_kind = 'won', closed_at = now()")],
    "an unknown stage": [stage("paradise", BUMP)],
    "every row at once": [stage("negotiation", BUMP, "")],
    "through a join": ["UPDATE opportunities_opportunity o SET stage = s.key FROM process_processstage s "
                       "WHERE s.definition_id = o.definition_id AND s.key = 'closed_won'"],
    "in a common table": ["WITH moved AS (UPDATE opportunities_opportunity SET stage = 'closed_won' RETURNING id) "
                          "SELECT * FROM moved"],
    "by merge": ["MERGE INTO opportunities_opportunity o USING (SELECT {id} AS id) s ON o.id = s.id "
                 "WHEN MATCHED THEN UPDATE SET stage = 'negotiation', stage_seq = stage_seq + 1"],
    "by upsert": [COPY + " ON CONFLICT (id) DO UPDATE SET stage = 'negotiation'"],
    "kind alone": ["UPDATE opportunities_opportunity SET stage_kind = 'won', closed_at = now() WHERE id = {id}"],
    "probability alone": ["UPDATE opportunities_opportunity SET probability = 99 WHERE id = {id}"],
    "qualified alone": ["UPDATE opportunities_opportunity SET qualified_at = now() WHERE id = {id}"],
    "sequence alone": ["UPDATE opportunities_opportunity SET stage_seq = 9 WHERE id = {id}"],
    "another process": ["UPDATE opportunities_opportunity SET definition_id = (SELECT id FROM process_processdefinition "
                        "WHERE key = 'nb.community') WHERE id = {id}"],
    "another process and stage": ["UPDATE opportunities_opportunity SET stage = 'invoicing', stage_seq = stage_seq + 1, "
                                  "definition_id = (SELECT id FROM process_processdefinition WHERE key = 'nb.community') WHERE id = {id}"],
    # Forged events
    "event and update": [event(), stage("negotiation", BUMP)],
    "event with a false transaction": [event(xid="txid_current()"), stage("negotiation", BUMP)],
    "event from the wrong stage": [event("won", "closed_won", src="'negotiation'"), stage("closed_won", BUMP)],
    "event over two stages": [event("forward", "closed_won"), stage("closed_won", BUMP)],
    "event won from discovery": [event("won", "closed_won"), stage("closed_won", BUMP)],
    "event skip": [event("skip", "closed_won"), stage("closed_won", BUMP)],
    "event created again": [event("created", "negotiation", seq="1", src="''"), stage("negotiation", BUMP)],
    "event created with a later number": [event("created", "negotiation", src="''"), stage("negotiation", BUMP)],
    "event imported": [event("imported", "negotiation", src="''"), stage("negotiation", BUMP)],
    "event imported first": [event("imported", "closed_won", seq="1", src="''"), stage("closed_won", BUMP)],
    "event migrated": [event("migrated", "negotiation"), stage("negotiation", BUMP)],
    "event migrated elsewhere": [event("migrated", "invoicing", definition="(SELECT id FROM process_processdefinition "
                                       "WHERE key = 'nb.community')"),
                                 "UPDATE opportunities_opportunity SET stage = 'invoicing', stage_seq = stage_seq + 1, definition_id = "
                                 "(SELECT id FROM process_processdefinition WHERE key = 'nb.community') WHERE id = {id}"],
    "event of another process": [event(definition="(SELECT id FROM process_processdefinition WHERE key = 'nb.community')"),
                                 stage("negotiation", BUMP)],
    "event reopen of an open deal": [event("reopen", "negotiation"), stage("negotiation", BUMP)],
    "event void of an open deal": [event("void", "negotiation"), stage("negotiation", BUMP)],
    "event back to itself": [event("back", "discovery"), stage("discovery", BUMP)],
    "event in the past": [event(at="now() - interval '5 years'"), stage("negotiation", BUMP)],
    "event far ahead": [event(seq="stage_seq + 7"), stage("negotiation", ", stage_seq = stage_seq + 7")],
    "event without its move": [event("lost", "closed_lost")],
    "lost and reopened further on": [event("lost", "closed_lost"),
                                     stage("closed_lost", BUMP + ", closed_at = now(), outcome_class = 'lost', loss_reason = 'other'"),
                                     event("won", "closed_won"), stage("closed_won", BUMP)],
    # Creating in a stage
    "insert at negotiation": [COPY.replace("{values}", "{values_negotiation}")],
    "insert at won": [COPY.replace("{values}", "{values_won}")],
    "insert without event": [COPY],
    "insert into a draft process": ["INSERT INTO opportunities_opportunity ({columns}) SELECT {values_draft} "
                                    "FROM opportunities_opportunity WHERE id = {id}"],
    # Testimony
    "waiver by the owner": [WAIVE.replace("{criterion}", "D-1").replace("{by}", "{owner}")],
    "waiver of what is never waived": [WAIVE.replace("{criterion}", "N-4").replace("{by}", "{vp}")],
    "waiver of a criterion that is none": [WAIVE.replace("{criterion}", "Z-9").replace("{by}", "{vp}")],
    "attestation of a derived criterion": [ATTEST.replace("{criterion}", "D-1").replace("{by}", "{owner}")],
    "attestation by a stranger": [ATTEST.replace("{criterion}", "N-3").replace("{by}", "{stranger}")],
    "attestation without evidence": [ATTEST.replace("{criterion}", "N-3").replace("{by}", "{owner}").replace("'https://x.test'", "''")],
    "edited attestation": ["UPDATE opportunities_attestation SET note = 'something else entirely now'"],
    "deleted assessment": ["DELETE FROM qualification_assessment"],
    "edited assessment": ["UPDATE qualification_assessment SET level = 3"],
    "own co-signature": ["INSERT INTO qualification_cosignature (assessment_id, by_id, at) "
                         "SELECT id, set_by_id, now() FROM qualification_assessment WHERE level = 3"],
    # History and ledger
    "edited event": ["UPDATE opportunities_stageevent SET to_stage = 'closed_won'"],
    "deleted event": ["DELETE FROM opportunities_stageevent"],
    "truncated events": ["TRUNCATE opportunities_stageevent CASCADE"],
    "forged field change": ["INSERT INTO opportunities_fieldchange (opportunity_id, field, at) VALUES ({id}, 'amount', now())"],
    "deleted field change": ["DELETE FROM opportunities_fieldchange"],
    "edited ledger": ["UPDATE audit_auditentry SET data = '{{}}'"],
    "deleted ledger": ["DELETE FROM audit_auditentry"],
    "edited ledger head": ["UPDATE audit_audithead SET seq = 0"],
    "deleted opportunity": ["DELETE FROM opportunities_opportunity"],
    # The guard itself
    "dropped trigger": ["DROP TRIGGER b_guard ON opportunities_opportunity"],
    "disabled trigger": ["ALTER TABLE opportunities_opportunity DISABLE TRIGGER ALL", stage("closed_won")],
    "replica role": ["SET session_replication_role = replica", stage("closed_won")],
    "owner's role": ["SET ROLE salesops_owner", stage("closed_won")],
    "importer's role": ["SET SESSION AUTHORIZATION salesops_import", event("imported", "negotiation", src="''")],
    "replaced guard": ["CREATE OR REPLACE FUNCTION opportunity_guard() RETURNS trigger LANGUAGE plpgsql AS "
                       "'BEGIN RETURN NEW; END'", stage("closed_won")],
    "replaced gate": ["CREATE OR REPLACE FUNCTION gate_field_set(opp bigint, args jsonb, at timestamptz) RETURNS boolean "
                      "LANGUAGE sql AS 'SELECT true'", event(), stage("negotiation", BUMP)],
    "shadowing schema": ["CREATE SCHEMA shadow", event(), stage("negotiation", BUMP)],
    "shadowing temporary table": ["CREATE TEMP TABLE process_processcriterion (edge_id bigint)", event(), stage("negotiation", BUMP)],
    "edited edges": ["INSERT INTO process_processedge (definition_id, move, src, dst) SELECT definition_id, 'won', stage, "
                     "'closed_won' FROM opportunities_opportunity WHERE id = {id}", event("won", "closed_won"), stage("closed_won", BUMP)],
    "deleted criteria": ["DELETE FROM process_processcriterion", event(), stage("negotiation", BUMP)],
    "softened criteria": ["UPDATE process_processcriterion SET is_waivable = true, waiver_roles = '[\"ae\"]'", event()],
    "a stage map of one's own": ["INSERT INTO process_processstagemap (source_id, target_id, src, dst) SELECT definition_id, "
                                 "definition_id, stage, 'negotiation' FROM opportunities_opportunity", event("migrated")],
    "a rule": ["CREATE RULE r AS ON UPDATE TO opportunities_opportunity DO INSTEAD NOTHING"],
    "by copy": ["COPY opportunities_stageevent FROM PROGRAM 'cat /dev/null'"],
}  # fmt: skip

DRAFT = "(SELECT id FROM process_processdefinition WHERE key = 'nb.standard')"


def _words(deal: Deal, cast: Cast) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY column_name) FROM information_schema.columns "
            "WHERE table_name = 'opportunities_opportunity' AND column_name NOT IN ('id', 'source_key')"
        )
        columns = cursor.fetchone()[0]
    kinds = {
        "values": columns,
        "values_negotiation": columns.replace(" stage,", " 'negotiation',"),
        "values_won": columns.replace(" stage,", " 'closed_won',").replace("stage_kind", "'won'"),
        "values_draft": columns.replace(" stage,", " 'created',").replace("definition_id", DRAFT),
    }
    people = {"owner": cast.elena.user_id, "vp": cast.tomas.user_id, "stranger": cast.arjun.user_id}
    return {"id": deal.id, "columns": columns + ", source_key", **{k: v + ", ''" for k, v in kinds.items()}, **people}


GUARDED = """SELECT jsonb_build_object(
  'deals', (SELECT jsonb_agg(jsonb_build_array(id, stage, stage_kind, stage_seq, probability, definition_id, closed_at,
    qualified_at) ORDER BY id) FROM opportunities_opportunity),
  'events', (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM opportunities_stageevent e),
  'said', (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM opportunities_attestation a),
  'waived', (SELECT jsonb_agg(to_jsonb(w) ORDER BY id) FROM opportunities_waiver w),
  'assessed', (SELECT jsonb_agg(to_jsonb(q) ORDER BY id) FROM qualification_assessment q),
  'cosigned', (SELECT count(*) FROM qualification_cosignature),
  'changes', (SELECT count(*) FROM opportunities_fieldchange),
  'ledger', (SELECT jsonb_agg(hash::text ORDER BY id) FROM audit_auditentry),
  'edges', (SELECT count(*) FROM process_processedge),
  'criteria', (SELECT md5(jsonb_agg(to_jsonb(c) ORDER BY id)::text) FROM process_processcriterion c))::text"""


def _guarded() -> str:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return str(cursor.fetchone()[0])


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal in discovery that lacks its buyer, with a level 3 that nobody co-signed."""
    deal = Deal(Cast({}))
    deal.write_problem()
    deal.assess("champion", 3)
    return deal


def test_there_are_at_least_sixty_attacks() -> None:
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("name", ATTACKS)
def test_it_changes_nothing_that_is_guarded(name: str, deal: Deal, connect_as: Callable[[str], Any]) -> None:
    words = _words(deal, deal.cast)
    before = _guarded()
    attacker = connect_as("salesops_app")
    try:
        with attacker.cursor() as cursor:
            for statement in ATTACKS[name]:
                cursor.execute(statement.format(**words))
        attacker.commit()
    except psycopg2.Error:
        attacker.rollback()
    assert _guarded() == before


def test_the_same_statements_pass_once_the_gate_is_open(deal: Deal, connect_as: Callable[[str], Any]) -> None:
    """Teeth: the forged pair is refused above because the gate is closed, not because it is malformed."""
    deal.open_discovery_gate()
    words = _words(deal, deal.cast)
    with connect_as("salesops_app") as attacker, attacker.cursor() as cursor:
        for statement in (event(), stage("negotiation", BUMP)):
            cursor.execute(statement.format(**words))
    assert deal.row.stage == "negotiation"
