"""Recompute health, velocity and priority of open opportunities, and keep what changed (domain §9.1, §9.2, §9.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from opportunities.domain.subtypes import RENEWAL_WINDOW_DAYS
from opportunities.models import Opportunity
from qualification.criteria.loading import load_decision_steps, load_meddpicc
from qualification.domain.health import Health as Score
from qualification.domain.health import HealthFacts, assess_health
from qualification.domain.priority import Priority, urgency
from qualification.domain.proof_health import ProofHealth
from qualification.domain.standing import MeddpiccFacts
from qualification.domain.steps import DecisionSteps
from qualification.domain.velocity import Velocity, VelocityFacts, classify_velocity
from qualification.models import Health, HealthChange, StageBenchmark
from qualification.services.health_facts import Reading, read_for_health
from qualification.services.proof_facts import read_proofs
from salesops.process.domain.definition import Definition
from salesops.process.queries import definition_of

AT_ONCE = 200
NO_PROOF = ProofHealth()
STORED = (
    *("score", "band", "signals", "velocity", "velocity_sentence"),
    *("priority", "priority_parts", "sentiment", "computed_at"),
)


def recompute_health(*, ids: Sequence[int], now: datetime) -> int:
    """This function will compute the named opportunities anew and return how many were open.

    Closed ones keep the last reading they had when open. Each batch is one transaction under the locks of its
    opportunities, so that two runs never write an older reading over a newer one.
    """
    count = 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            batch = Opportunity.objects.filter(pk__in=ids[start : start + AT_ONCE], stage_kind="open")
            open_ids = list(batch.order_by("pk").select_for_update().values_list("pk", flat=True))
            _recompute(open_ids, now)
            count += len(open_ids)
    return count


def _recompute(ids: list[int], now: datetime) -> None:
    if not ids:
        return
    meddpicc, steps = load_meddpicc(ids, now), load_decision_steps(ids, now)
    medians = {(row.process, row.stage): row.median_days for row in StageBenchmark.objects.all()}
    before = Health.objects.in_bulk(ids)
    proofs, readings = read_proofs(meddpicc, now), read_for_health(ids, now)
    rows = [
        _row(each, meddpicc[each.id], steps[each.id], proofs.get(each.id, NO_PROOF), medians, now) for each in readings
    ]
    changed = [_change(row, now) for row in rows if _differs(row, before.get(row.pk))]
    Health.objects.bulk_create(rows, update_conflicts=True, unique_fields=["opportunity"], update_fields=list(STORED))
    HealthChange.objects.bulk_create(changed)


def _differs(row: Health, before: Health | None) -> bool:
    return before is None or (before.score, before.velocity) != (row.score, row.velocity)


def _change(row: Health, now: datetime) -> HealthChange:
    return HealthChange(
        opportunity_id=row.pk,
        at=now,
        score=row.score,
        band=row.band,
        signals=row.signals,
        velocity=row.velocity,
        velocity_sentence=row.velocity_sentence,
    )


def _row(
    reading: Reading,
    meddpicc: MeddpiccFacts,
    steps: DecisionSteps,
    proof: ProofHealth,
    medians: Mapping[tuple[str, str], float],
    now: datetime,
) -> Health:
    definition = definition_of(reading.definition_id)
    score = assess_health(_health_facts(reading, definition, meddpicc, steps, proof, now))
    velocity = _velocity(reading, definition, score, meddpicc, medians, now)
    soon = urgency(reading.close_date, now.date())
    first = Priority(value=reading.value_share, probability=reading.probability, health=score.score, urgency=soon)
    return Health(
        opportunity_id=reading.id,
        score=score.score,
        band=score.band,
        signals=[asdict(signal) for signal in score.signals],
        velocity=velocity.name if velocity else "",
        velocity_sentence=velocity.sentence if velocity else "",
        priority=first.score,
        priority_parts=asdict(first),
        sentiment=reading.sentiment,
        computed_at=now,
    )


def _health_facts(
    reading: Reading,
    definition: Definition,
    meddpicc: MeddpiccFacts,
    steps: DecisionSteps,
    proof: ProofHealth,
    now: datetime,
) -> HealthFacts:
    stage = definition.stage(reading.stage)
    ahead = [other.benchmark_days or 0 for other in definition.open_stages if other.order > stage.order]
    here = (now - reading.stage_entered_at).days
    return HealthFacts(
        today=now.date(),
        probability=reading.probability,
        is_renewal=reading.is_renewal,
        meddpicc=meddpicc,
        minima=stage.meddpicc,
        steps=steps,
        position=reading.position,
        close_date=reading.close_date,
        renewal_date=reading.renewal_date,
        benchmark_left=max(stage.benchmark_days - here, 0) + sum(ahead) if stage.benchmark_days else None,
        pushes=len(reading.pushes),
        departures=reading.departures,
        last_customer_activity=max(reading.customer_activities).date() if reading.customer_activities else None,
        waivers=reading.waivers,
        next_step_date=reading.next_step_date,
        proof=proof,
    )


def _velocity(
    reading: Reading,
    definition: Definition,
    score: Score,
    meddpicc: MeddpiccFacts,
    medians: Mapping[tuple[str, str], float],
    now: datetime,
) -> Velocity | None:
    stage = definition.stage(reading.stage)
    is_first = stage.order == definition.open_stages[0].order
    if reading.is_renewal and is_first and not _is_in_window(reading, now):
        return None
    usual = {
        each.key: medians.get((definition.key, each.key)) or each.benchmark_days for each in definition.open_stages
    }
    way = [usual[each.key] or 0 for each in definition.open_stages if each.is_qualified and each.order <= stage.order]
    return classify_velocity(
        VelocityFacts(
            now=now,
            is_first_stage=is_first,
            days_in_stage=(now - reading.stage_entered_at).days,
            benchmark=usual[stage.key],
            days_qualified=(now - reading.qualified_at).days if reading.qualified_at else None,
            benchmark_so_far=sum(way) or None,
            created_at=reading.created_at,
            forward_moves=reading.forward_moves,
            setbacks=reading.setbacks,
            customer_activities=reading.customer_activities,
            pushes=reading.pushes,
            next_steps_set=reading.next_steps_set,
            needed_by=reading.expected_purchase_date,
            pain_level=meddpicc.standings["identify_pain"].effective,
            health=score.score,
            worst_signal=score.worst,
        )
    )


def _is_in_window(reading: Reading, now: datetime) -> bool:
    return reading.renewal_date is not None and (reading.renewal_date - now.date()).days <= RENEWAL_WINDOW_DAYS
