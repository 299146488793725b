"""Loads what gates read of opportunities: everything of many records in two statements.

Both are written by hand: composing them from querysets took many times longer than answering them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from opportunities.domain.closing_set import ClosingSet, Item
from opportunities.domain.facts import ActivityFact, DocumentFact, HoldoverFact, OpportunityFacts, StakeholderFact
from opportunities.domain.terms import ClosingFacts
from salesops.process.domain.gate import Attested, Testimony, Waived

FIELDS = (
    "account_id problem use_case amount acv close_date expected_purchase_date renewal_date budget authority timeline "
    "position source probability stage_kind next_step created_at lead_id"
).split()
PLAN_FIELDS = "objective why_anything why_now why_us risks help_needed close_plan".split()

_FACTS = f"""
    SELECT o.id, account.icp_fit, account.icp_rule_version, discovery.answers::json, plan.id,
           ARRAY(SELECT json_build_array(a.kind, a.happened_at, length(trim(a.note)), a.customer_count, a.has_ae)
                 FROM opportunities_activity a WHERE a.opportunity_id = o.id ORDER BY a.id),
           ARRAY(SELECT json_build_array(d.kind, d.state, d.title)
                 FROM opportunities_document d WHERE d.opportunity_id = o.id ORDER BY d.id),
           ARRAY(SELECT json_build_array(c.id, c.name, s.role, c.persona, c.left_at IS NOT NULL)
                 FROM opportunities_stakeholder s JOIN accounts_contact c ON c.id = s.contact_id
                 WHERE s.opportunity_id = o.id ORDER BY s.id),
           ARRAY(SELECT m.key FROM opportunities_milestone m WHERE m.opportunity_id = o.id AND m.revoked_at IS NULL),
           (SELECT json_build_array(h.ends_on, u.name, coalesce(t.name, '')) FROM opportunities_holdover h
            JOIN users_user u ON u.id = h.to_owner_id LEFT JOIN territories_territory t ON t.id = h.territory_id
            WHERE h.opportunity_id = o.id AND h.outcome = ''),
           {", ".join(f"o.{name}" for name in FIELDS)}, {", ".join(f"plan.{name}" for name in PLAN_FIELDS)}
    FROM opportunities_opportunity o
    LEFT JOIN accounts_account account ON account.id = o.account_id
    LEFT JOIN opportunities_discovery discovery ON discovery.opportunity_id = o.id
    LEFT JOIN opportunities_pursuitplan plan ON plan.opportunity_id = o.id
    WHERE o.id = ANY(%s)
"""  # noqa: S608  constants only

_TESTIMONY = """
    SELECT o.id,
           ARRAY(SELECT DISTINCT ON (a.criterion_id)
                        json_build_array(a.criterion_id, a.is_withdrawal, u.name, a.at, a.note, a.source_class)
                 FROM opportunities_attestation a JOIN users_user u ON u.id = a.by_id
                 WHERE a.opportunity_id = o.id ORDER BY a.criterion_id, a.id DESC),
           ARRAY(SELECT json_build_array(w.criterion_id, u.name, w.at, w.reason)
                 FROM opportunities_waiver w JOIN users_user u ON u.id = w.by_id
                 WHERE w.opportunity_id = o.id AND w.lifted_at IS NULL)
    FROM opportunities_opportunity o
    WHERE o.id = ANY(%s)
"""

_CLOSING = """
    SELECT o.id,
           (SELECT f.number FROM opportunities_offer f
            WHERE f.opportunity_id = o.id AND f.state IN ('presented', 'accepted')),
           ARRAY(SELECT t.topic FROM term_standing(o.id) t WHERE t.state = 'open'),
           ARRAY(SELECT l.text FROM opportunities_legalitem l
                 WHERE l.opportunity_id = o.id AND l.settled_at IS NULL AND l.severity = 'minor' ORDER BY l.id),
           ARRAY(SELECT l.text FROM opportunities_legalitem l
                 WHERE l.opportunity_id = o.id AND l.settled_at IS NULL AND l.severity = 'major' ORDER BY l.id),
           ARRAY(SELECT p.title FROM papers_under_way(o.id) p),
           ARRAY(SELECT r.name FROM other_renewals(o.id) r),
           ARRAY(SELECT a.name FROM running_agreements(o.account_id, %(now)s) a),
           coalesce((SELECT f.channel FROM opportunities_offer f
                     WHERE f.opportunity_id = o.id AND f.state <> 'withdrawn'
                     ORDER BY (f.state = 'draft'), f.number DESC LIMIT 1), ''),
           closing_item(o.id, 'administrator', %(now)s),
           ARRAY(SELECT json_build_array(s.item, s.is_there) FROM closing_set(o.id, %(now)s) s)
    FROM opportunities_opportunity o WHERE o.id = ANY(%(ids)s)
"""


def load_opportunity_facts(ids: Sequence[int], now: datetime) -> Mapping[int, OpportunityFacts]:
    """This function will read the facts of many opportunities in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [list(ids)])
        return {row[0]: _facts(*row[1:]) for row in cursor.fetchall()}


def _facts(
    icp_fit: int | None,
    icp_rule_version: int | None,
    answers: Mapping[str, Any] | None,
    plan_id: int | None,
    activities: Sequence[Sequence[Any]],
    documents: Sequence[Sequence[Any]],
    stakeholders: Sequence[Sequence[Any]],
    milestones: Sequence[str],
    holdover: Sequence[str] | None,
    *values: Any,
) -> OpportunityFacts:
    plan = dict(zip(PLAN_FIELDS, values[len(FIELDS) :], strict=True))
    return OpportunityFacts(
        fields=dict(zip(FIELDS, values, strict=False)),
        discovery=answers or {},
        pursuit_plan=plan if plan_id else None,
        icp_fit=icp_fit,
        icp_rule_version=icp_rule_version,
        activities=tuple(ActivityFact(kind, datetime.fromisoformat(at), *rest) for kind, at, *rest in activities),
        documents=tuple(DocumentFact(*document) for document in documents),
        stakeholders=tuple(StakeholderFact(*stakeholder) for stakeholder in stakeholders),
        milestones=frozenset(milestones),
        holdover=HoldoverFact(date.fromisoformat(holdover[0]), *holdover[1:]) if holdover else None,
    )


def load_testimony(ids: Sequence[int], now: datetime) -> Mapping[int, Testimony]:
    """This function will read the attestations and waivers in force of many opportunities in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TESTIMONY, [list(ids)])
        return {pk: Testimony(_attested(said), _waived(waived)) for pk, said, waived in cursor.fetchall()}


def _attested(rows: Sequence[Sequence[Any]]) -> dict[str, Attested]:
    return {
        criterion: Attested(by, datetime.fromisoformat(at), note, source)
        for criterion, is_withdrawal, by, at, note, source in rows
        if not is_withdrawal
    }


def _waived(rows: Sequence[Sequence[Any]]) -> dict[str, Waived]:
    return {criterion: Waived(by, datetime.fromisoformat(at), reason) for criterion, by, at, reason in rows}


def load_closing(ids: Sequence[int], now: datetime) -> Mapping[int, ClosingFacts]:
    """This function will read what stands between many opportunities and their signature in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSING, {"now": now, "ids": list(ids)})
        return {
            pk: ClosingFacts(ClosingSet(tuple(Item(*each) for each in items)), *rest)
            for pk, *rest, items in cursor.fetchall()
        }
