"""What a definition must satisfy before it is published: every fault at once (domain §2.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from salesops.process.domain.definition import Criterion, Definition, Kind, StageKind

# The closed list of evaluators the product will ever have (domain §2.3).
KNOWN_EVALUATORS = frozenset(
    "field_set field_gte field_in date_within record_exists count_gte activity_held meddpicc_min milestone_reached "
    "document_signed document_present approval_covers plan_signed poc_outcome_in criteria_all_pass open_items_zero "
    "icp_fit persona_ok contact_role_present decision_steps_complete triggers_cleared payment_received".split()
)


def faults(definition: Definition, *, registered: Collection[str]) -> list[str]:
    """This function will list every reason why the definition cannot be published (domain §2.4).

    `registered` are the evaluators that rooms of this installation provide.
    """
    return [
        *_stage_faults(definition),
        *_probability_faults(definition),
        *_id_faults(definition),
        *_criterion_faults(definition, registered),
        *_meeting_faults(definition),
        *_minimum_faults(definition),
    ]


def missing_evaluators(definition: Definition, *, registered: Collection[str]) -> list[str]:
    """This function will name the evaluators the definition uses and no room provides yet."""
    used = {item.asks for item in all_criteria(definition) if item.evaluator}
    return sorted(used - set(registered))


def all_criteria(definition: Definition) -> list[Criterion]:
    """This function will list every criterion written in the definition, stage by stage."""
    return [item for stage in definition.stages for item in (*stage.entrance, *stage.exit)]


def _stage_faults(definition: Definition) -> Iterator[str]:
    for kind in (StageKind.WON, StageKind.LOST):
        count = sum(stage.kind is kind for stage in definition.stages)
        if count != 1:
            yield f"There must be exactly one {kind} stage; there are {count}."
    if not definition.open_stages:
        yield "There must be at least one open stage."
    for stage in definition.open_stages:
        reached = _reachable(definition, stage.key)
        for kind in (StageKind.WON, StageKind.LOST):
            if not any(s.kind is kind and s.key in reached for s in definition.stages):
                yield f"Stage {stage.key} cannot reach a {kind} stage."


def _reachable(definition: Definition, start: str) -> set[str]:
    seen, queue = {start}, [start]
    while queue:
        for edge in definition.edges_from(queue.pop()):
            if edge.dst not in seen:
                seen.add(edge.dst)
                queue.append(edge.dst)
    return seen


def _probability_faults(definition: Definition) -> Iterator[str]:
    path = definition.open_stages
    for earlier, later in pairwise(path):
        if later.probability < earlier.probability:
            yield f"Probability falls from {earlier.key} ({earlier.probability} %) to {later.key}."


def _id_faults(definition: Definition) -> Iterator[str]:
    keys = Counter(stage.key for stage in definition.stages)
    yield from (f"Stage key {key} is used {n} times." for key, n in keys.items() if n > 1)
    ids = Counter(item.id for item in all_criteria(definition))
    yield from (f"Criterion id {key} is used {n} times." for key, n in ids.items() if n > 1)


def _criterion_faults(definition: Definition, registered: Collection[str]) -> Iterator[str]:
    for item in all_criteria(definition):
        if item.evaluator and item.evaluator not in KNOWN_EVALUATORS:
            yield f"Criterion {item.id} uses the unknown evaluator {item.evaluator}."
        if item.kind is not Kind.ATTESTED and not item.evaluator:
            yield f"Criterion {item.id} is derived from data but names no evaluator."
    missing = missing_evaluators(definition, registered=registered)
    if missing:
        yield f"No room provides these evaluators yet: {', '.join(missing)}."


def _meeting_faults(definition: Definition) -> Iterator[str]:
    for meeting in definition.meetings:
        if not (meeting.goal and meeting.exit_signals and meeting.collaborators):
            yield f"Meeting {meeting.key} needs a goal, exit signals and collaborators."


def _minimum_faults(definition: Definition) -> Iterator[str]:
    for earlier, later in zip(definition.open_stages, definition.open_stages[1:], strict=False):
        for component, level in earlier.meddpicc.items():
            if later.meddpicc.get(component, 0) < level:
                yield f"The minimum of {component} falls from {earlier.key} ({level}) to {later.key}."
