"""What health reads of proofs of concept, for many opportunities at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q

from qualification.domain.poc_outcome import FAIL, PASS, Result
from qualification.domain.proof_health import ProofHealth
from qualification.domain.standing import MeddpiccFacts
from qualification.domain.success_plan import PlanTerms, terms_from_data
from qualification.models import Poc
from qualification.queries.poc import lines_of, newest_measurements, newest_plans

_AROUND = """
    SELECT o.id,
           (SELECT min(q.at) FROM qualification_question q
            WHERE q.opportunity_id = o.id AND q.kind = 'technical' AND q.answered_at IS NULL),
           ARRAY(SELECT r.text FROM qualification_requirement r
                 WHERE r.opportunity_id = o.id AND r.kind = 'technical' AND 'rejected' = (
                     SELECT j.state FROM qualification_judgement j WHERE j.requirement_id = r.id
                     ORDER BY j.id DESC LIMIT 1)
                 ORDER BY r.id)
    FROM opportunities_opportunity o WHERE o.id = ANY(%s)
"""


def read_proofs(meddpicc: Mapping[int, MeddpiccFacts], now: datetime) -> dict[int, ProofHealth]:
    """This function will read the newest POC of each opportunity that has one which was not abandoned (domain §9.1).

    `meddpicc` are the opportunities asked about. Where none of them has a proof it costs one statement.
    """
    found = Poc.objects.filter(opportunity__in=meddpicc).exclude(state="abandoned")
    given = Q(
        extensions__refused_at=None, extensions__validated_at__isnull=False, extensions__approved_at__isnull=False
    )
    newest = found.order_by("opportunity", "-id").distinct("opportunity").values("pk")
    pocs = list(Poc.objects.filter(pk__in=newest).annotate(times_extended=Count("extensions", filter=given)))
    if not pocs:
        return {}
    ids = [each.pk for each in pocs]
    plans, measured = newest_plans(ids), newest_measurements(ids)
    around = _around([each.opportunity_id for each in pocs])
    proofs = {}
    for poc in pocs:
        terms = terms_from_data(plans[poc.pk].terms) if poc.pk in plans else None
        standings = meddpicc[poc.opportunity_id].standings
        levels = {key: Decimal(each.effective) for key, each in standings.items()}
        results = [line.result for line in lines_of(terms, measured[poc.pk], levels)]
        asked_at, rejected = around[poc.opportunity_id]
        blocked_days = (now - asked_at).days if asked_at else None
        proofs[poc.opportunity_id] = _proof(poc, terms, results, blocked_days, rejected)
    return proofs


def _proof(
    poc: Poc, terms: PlanTerms | None, results: list[Result], blocked_days: int | None, rejected: list[str]
) -> ProofHealth:
    # Levels move on after the measuring; a closed one is judged by its numbers alone.
    counted = [each for each in results if not poc.outcome or each.criterion.category != "relationship"]
    musts = [each for each in counted if each.criterion.priority == "must"]
    slow = [
        each.criterion.text
        for each in counted
        if each.state == FAIL and each.criterion.priority == "should" and each.criterion.category == "technical"
    ]
    return ProofHealth(
        state=poc.state,
        outcome=poc.outcome,
        is_rejected=poc.verdict == "reject",
        musts=len(musts),
        passing=sum(each.state == PASS for each in musts),
        failed_musts=tuple(each.criterion.text for each in musts if each.state == FAIL),
        gaps=(*slow, *rejected),
        blocked_days=blocked_days,
        planned_days=(terms.ends_on - terms.starts_on).days if terms else None,
        extensions=getattr(poc, "times_extended", 0),
    )


def _around(ids: list[int]) -> dict[int, tuple[datetime | None, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [ids])
        return {pk: (asked_at, rejected) for pk, asked_at, rejected in cursor.fetchall()}
