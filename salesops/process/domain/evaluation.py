"""evaluate(): from a definition's criteria and a record's facts to the state of every criterion (domain §2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from salesops.process.domain.definition import Criterion, Definition, Edge, Kind
from salesops.process.domain.gate import Evaluation, Fix, GateItem, State, Testimony, Verdict

if TYPE_CHECKING:
    from salesops.process.domain.registry import Evaluator, RecordFacts

SOURCE_WORDS = {
    "customer_said": "the customer said",
    "customer_document": "customer document",
    "our_observation": "our observation",
}


def evaluate_edge(
    definition: Definition,
    edge: Edge,
    facts: RecordFacts,
    *,
    now: datetime,
    evaluators: Mapping[str, Evaluator],
) -> Evaluation:
    """This function will judge every criterion of one move, never stopping at the first (domain §2.3)."""
    testimony = facts.part(Testimony)
    items = tuple(_judge(item, facts, testimony, now, evaluators) for item in definition.criteria(edge))
    return Evaluation(edge, definition.stage(edge.src).label, definition.stage(edge.dst).label, items)


def _judge(
    item: Criterion,
    facts: RecordFacts,
    testimony: Testimony,
    now: datetime,
    evaluators: Mapping[str, Evaluator],
) -> GateItem:
    verdict = _verdict(item, facts, testimony, now, evaluators)
    return GateItem(
        id=item.id,
        title=item.text,
        kind=item.kind.value,
        state=verdict.state,
        explanation=verdict.explanation,
        evidence=verdict.evidence,
        fix=verdict.fix,
        fixers=item.attesters if item.kind is not Kind.DERIVED else ("owner",),
        waivable=item.waivable,
        waiver_roles=item.waiver_roles if item.waivable else (),
    )


def _verdict(
    item: Criterion,
    facts: RecordFacts,
    testimony: Testimony,
    now: datetime,
    evaluators: Mapping[str, Evaluator],
) -> Verdict:
    waiver = testimony.waived.get(item.id)
    if waiver and item.waivable:
        return Verdict(State.WAIVED, f"Waived by {waiver.by}, {waiver.at:%-d %b}: {waiver.reason}")
    if not item.evaluator:
        return _attestation(item, testimony, now)
    derived = evaluators[item.asks](facts, item.args, now)
    if item.kind is Kind.DERIVED or derived.state is not State.MET:
        return derived
    said = _attestation(item, testimony, now)
    if said.state is not State.MET:
        return said
    # What the data said stands before the person's word: a move keeps both.
    return replace(said, explanation=f"{derived.explanation} {said.explanation}")


def _attestation(item: Criterion, testimony: Testimony, now: datetime) -> Verdict:
    fix = Fix("attest", "Record evidence", item.id)
    said = testimony.attested.get(item.id)
    if said is None:
        wanted = " or ".join(SOURCE_WORDS.get(name, name) for name in item.evidence)
        suffix = f" Wanted: {wanted}." if wanted else ""
        return Verdict(State.UNMET, f"Nobody has recorded this yet.{suffix}", fix=fix)
    evidence = (said.note,)
    age = (now - said.at).days
    if item.max_age_days is not None and now - said.at > timedelta(days=item.max_age_days):
        sentence = f"Recorded by {said.by} {age} days ago (limit {item.max_age_days})."
        return Verdict(State.STALE, sentence, evidence, Fix("attest", "Record again", item.id))
    return Verdict(State.MET, f"{said.by}, {said.at:%-d %b}, {SOURCE_WORDS[said.source_class]}", evidence)
