"""Loads what gates read of layer 3, each part of many opportunities in one statement, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from django.db import connection

from opportunities.domain.hygiene import Qualification
from qualification.domain.meddpicc import COMPONENTS
from qualification.domain.minima import is_small
from qualification.domain.proof import PlanFacts, ProofFacts
from qualification.domain.requirements import GroupStanding, RequirementFacts
from qualification.domain.standing import Known, MeddpiccFacts, Standing, stand
from qualification.domain.steps import DecisionStep, DecisionSteps, Engagement
from qualification.domain.validation import OpenPoint, ValidationFacts
from qualification.models import ComponentDetail
from salesops.process.domain.registry import facts

_MEDDPICC = """
    SELECT DISTINCT ON (o.id, a.component)
           o.id, o.probability, o.close_date, o.amount_reporting,
           (SELECT w.reporting_currency FROM users_workspacesetting w WHERE w.reduces_minima),
           a.component, a.id, a.level, a.note, a.source_class, contact.name, a.set_by_id, setter.name, a.set_at,
           signature.id, forced.at, forced.reason
    FROM opportunities_opportunity o
    LEFT JOIN qualification_assessment a ON a.opportunity_id = o.id
    LEFT JOIN users_user setter ON setter.id = a.set_by_id
    LEFT JOIN accounts_contact contact ON contact.id = a.contact_id
    LEFT JOIN qualification_cosignature signature ON signature.assessment_id = a.id
    LEFT JOIN LATERAL (
        SELECT r.at, r.reason FROM qualification_reconfirmation r
        WHERE r.opportunity_id = a.opportunity_id AND r.component = a.component
        ORDER BY r.at DESC, r.id DESC LIMIT 1
    ) forced ON TRUE
    WHERE o.id = ANY(%s)
    ORDER BY o.id, a.component, a.id DESC
"""


_PROOFS = """
    SELECT o.id, coalesce(poc.state, ''), coalesce(poc.outcome, ''), coalesce(poc.outcome_sentence, ''),
           coalesce((poc_plan(poc.id)).number, 0), coalesce(poc_plan_is_signed(poc_plan(poc.id)), false),
           approved_request(o.id, 'poc_skip', %s)
    FROM opportunities_opportunity o LEFT JOIN LATERAL (
        SELECT p.* FROM qualification_poc p
        WHERE p.opportunity_id = o.id AND p.state <> 'abandoned' ORDER BY p.id DESC LIMIT 1
    ) poc ON TRUE
    WHERE o.id = ANY(%s)
"""

_PROPOSALS = """
    SELECT p.opportunity_id, p.number, p.finalised_at IS NOT NULL,
           ARRAY(SELECT json_build_array(t.trigger, t.about, t.route) FROM proposal_open_points(p, %s) AS t),
           array_remove(ARRAY[
               CASE WHEN jsonb_array_length(p.terms->'assumptions') = 0 THEN 'assumptions' END,
               CASE WHEN p.terms->>'processor' = '' THEN 'processor' END,
               CASE WHEN jsonb_array_length(p.terms->'tools') = 0 THEN 'devices' END,
               CASE WHEN jsonb_array_length(p.terms->'schemes') = 0 THEN 'card brands' END], NULL),
           EXISTS (SELECT 1 FROM qualification_review r
                   WHERE r.opportunity_id = p.opportunity_id AND r.state <> 'withdrawn'),
           coalesce(verdict_clears(proposal_verdict(proposal_basis(p))), false)
    FROM qualification_proposalversion p
    WHERE p.opportunity_id = ANY(%s) AND p.id = (proposal_of(p.opportunity_id)).id
"""


_PLANS = """
    SELECT o.id, plan.judges, plan.champions, plan.measured, plan.decision_criteria
    FROM opportunities_opportunity o, LATERAL plan_standing(o.id) plan WHERE o.id = ANY(%s)
"""
_REQUIREMENTS = """
    SELECT o.id,
           ARRAY(SELECT json_build_array(s.kind, s.listed, s.validated, s.is_aligned)
                 FROM requirement_standing(o.id) s),
           (SELECT count(*) FROM qualification_securitystep step WHERE step.opportunity_id = o.id),
           ARRAY(SELECT json_build_array(q.kind, count(*)) FROM qualification_question q
                 WHERE q.opportunity_id = o.id AND q.answered_at IS NULL GROUP BY q.kind)
    FROM opportunities_opportunity o WHERE o.id = ANY(%s)
"""

_ENGAGEMENT = """
    SELECT o.id, buyer_attended_at(o.id, %s) FROM opportunities_opportunity o WHERE o.id = ANY(%s)
"""


def load_meddpicc(ids: Sequence[int], now: datetime) -> Mapping[int, MeddpiccFacts]:
    """This function will read the eight components of many opportunities in one statement (domain §3)."""
    with connection.cursor() as cursor:
        cursor.execute(_MEDDPICC, [list(ids)])
        rows = cursor.fetchall()
    found = {}
    for (pk, probability, close_date, amount, currency), newest in groupby(rows, key=itemgetter(0, 1, 2, 3, 4)):
        known = {row[5]: _known(*row[6:]) for row in newest if row[5] is not None}
        found[pk] = MeddpiccFacts(
            _standings(known, probability, close_date, now),
            reduced_in=(currency or "") if is_small(amount) else "",
        )
    return found


def _standings(
    known: Mapping[str, Known], probability: int, close_date: date | None, now: datetime
) -> Mapping[str, Standing]:
    return {
        item.key: stand(item.key, known.get(item.key), probability=probability, close_date=close_date, now=now)
        for item in COMPONENTS
    }


def _known(
    assessment_id: int,
    level: int,
    note: str,
    source_class: str,
    contact: str | None,
    set_by_id: int,
    set_by: str,
    set_at: datetime,
    cosignature_id: int | None,
    forced_at: datetime | None,
    forced_reason: str | None,
) -> Known:
    return Known(
        assessment_id=assessment_id,
        level=level,
        note=note,
        source_class=source_class,
        contact=contact or "",
        set_by_id=set_by_id,
        set_by=set_by,
        set_at=set_at,
        is_cosigned=cosignature_id is not None,
        forced_at=forced_at,
        forced_reason=forced_reason or "",
    )


def load_decision_steps(ids: Sequence[int], now: datetime) -> Mapping[int, DecisionSteps]:
    """This function will read the decision steps of many opportunities in one statement."""
    steps: dict[int, list[DecisionStep]] = {pk: [] for pk in ids}
    rows = ComponentDetail.objects.filter(opportunity__in=ids, component="decision_process").order_by("position", "id")
    for row in rows:
        steps[row.opportunity_id].append(DecisionStep(row.owner_name, row.approver, row.due_on, row.secured_on))
    return {pk: DecisionSteps(tuple(found)) for pk, found in steps.items()}


def load_engagement(ids: Sequence[int], now: datetime) -> Mapping[int, Engagement]:
    """This function will read when the economic buyer of many opportunities last took part, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ENGAGEMENT, [now, list(ids)])
        return {pk: Engagement(at) for pk, at in cursor.fetchall()}


def load_proofs(ids: Sequence[int], now: datetime) -> Mapping[int, ProofFacts]:
    """This function will read the newest POC of many opportunities in one statement (domain §4)."""
    with connection.cursor() as cursor:
        cursor.execute(_PROOFS, [now, list(ids)])
        return {row[0]: ProofFacts(*row[1:]) for row in cursor.fetchall()}


def load_proposals(ids: Sequence[int], now: datetime) -> Mapping[int, ValidationFacts]:
    """This function will read many opportunities' newest proposal version and what keeps it open (domain §1.5)."""
    found = {pk: ValidationFacts() for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSALS, [now, list(ids)])
        for pk, number, is_final, points, *rest in cursor.fetchall():
            found[pk] = ValidationFacts(number, is_final, [OpenPoint(*each) for each in points], *rest)
    return found


def load_plans(ids: Sequence[int], now: datetime) -> Mapping[int, PlanFacts]:
    """This function will read who judges, and by what, of many opportunities in one statement (domain §4.2)."""
    with connection.cursor() as cursor:
        cursor.execute(_PLANS, [list(ids)])
        return {row[0]: PlanFacts(*row[1:]) for row in cursor.fetchall()}


def load_requirements(ids: Sequence[int], now: datetime) -> Mapping[int, RequirementFacts]:
    """This function will read requirements, security path and questions of many opportunities in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REQUIREMENTS, [list(ids)])
        return {
            pk: RequirementFacts({kind: GroupStanding(*rest) for kind, *rest in standings}, steps, dict(questions))
            for pk, standings, steps, questions in cursor.fetchall()
        }


facts("opportunity", ValidationFacts)(load_proposals)
facts("opportunity", PlanFacts)(load_plans)
facts("opportunity", RequirementFacts)(load_requirements)
facts("opportunity", ProofFacts)(load_proofs)
facts("opportunity", Qualification)(load_meddpicc)
facts("opportunity", MeddpiccFacts)(load_meddpicc)
facts("opportunity", DecisionSteps)(load_decision_steps)
facts("opportunity", Engagement)(load_engagement)
