"""Reads of process definitions and the evaluation of gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible
from salesops.process.domain.definition import Definition, Edge
from salesops.process.domain.differences import Difference, differences
from salesops.process.domain.evaluation import evaluate_edge
from salesops.process.domain.gate import Evaluation
from salesops.process.domain.publish_checks import missing_evaluators
from salesops.process.domain.reading import read_definition
from salesops.process.domain.registry import EVALUATORS, RecordFacts, load_facts
from salesops.process.models import ProcessDefinition


@dataclass(frozen=True, slots=True)
class GateSubject:
    """What evaluate() needs to know of a record: its type, id, pinned definition and stage."""

    record_type: str
    id: int
    definition_id: int
    stage: str


@lru_cache(maxsize=256)
def definition_of(definition_id: int) -> Definition:
    """This function will return a pinned definition; published content never changes, so it is kept."""
    return read_definition(ProcessDefinition.objects.values_list("content", flat=True).get(pk=definition_id))


def published(record_type: str = "opportunity") -> list[ProcessDefinition]:
    """This function will list the newest published version of each process of a record type."""
    rows = ProcessDefinition.objects.filter(record_type=record_type, status="published")
    return list(rows.order_by("key", "-version").distinct("key"))


def newest_version(key: str) -> ProcessDefinition | None:
    """This function will return the version of a process that new records take: published before draft."""
    rows = ProcessDefinition.objects.filter(key=key)
    return rows.filter(status="published").order_by("-version").first() or rows.order_by("-version").first()


def unpublished(record_type: str = "opportunity") -> list[ProcessDefinition]:
    """This function will list the processes of a record type without any published version, by their newest."""
    there = ProcessDefinition.objects.filter(status="published").values("key")
    rows = ProcessDefinition.objects.filter(record_type=record_type).exclude(key__in=there)
    return list(rows.order_by("key", "-version").distinct("key"))


def versions_of(key: str) -> list[int]:
    """This function will return the ids of every version of a process: read first, they let an index count records."""
    return list(ProcessDefinition.objects.filter(key=key).values_list("id", flat=True))


def published_definition(key: str) -> ProcessDefinition:
    """This function will return the newest published version of a process.

    Raises: Conflict R25 if no version of it is published.
    """
    row = ProcessDefinition.objects.filter(key=key, status="published").order_by("-version").first()
    if row is None:
        names = ", ".join(sorted({item.key for item in published()}))
        raise Conflict("R25", f"The process {key} is not published.", next_action=f"Choose one of: {names}.")
    return row


def definitions(actor: Actor) -> list[ProcessDefinition]:
    """This function will list every version of every process with its status and its faults.

    Colleagues read them all; partners' people and people without a role read none.
    """
    if not _reads_processes(actor):
        return []
    return list(ProcessDefinition.objects.order_by("record_type", "key", "-version"))


def _reads_processes(actor: Actor) -> bool:
    return actor.via == "system" or bool(actor.roles - {"partner_rep"})


def definition_by_name(actor: Actor, key: str, version: int) -> ProcessDefinition:
    """This function will return one version. Raises: NotVisible if there is none."""
    row = ProcessDefinition.objects.filter(key=key, version=version).first() if _reads_processes(actor) else None
    if row is None:
        raise NotVisible("not_found", f"There is no process {key} version {version}.")
    return row


def next_edge(subject: GateSubject, *, to: str | None = None) -> Edge | None:
    """This function will return the gated move out of the stage: forward, or won from the last one."""
    definition = definition_of(subject.definition_id)
    if to is None:
        return definition.main_edge(subject.stage)
    gated = [edge for edge in definition.edges_from(subject.stage) if edge.dst == to]
    return gated[0] if gated else None


def evaluate(subject: GateSubject, edge: Edge, *, now: datetime, known: RecordFacts | None = None) -> Evaluation:
    """This function will judge one record against one move: the single answer for page, API and import.

    It locks nothing and asks nobody's rights; a service calls it under the record's lock (domain §2.3). Pass
    `known` where the facts of this moment are wanted for something else too, so that they are read once.
    """
    loaded = known or load_facts(subject.record_type, [subject.id], now)[subject.id]
    return evaluate_edge(definition_of(subject.definition_id), edge, loaded, now=now, evaluators=EVALUATORS)


def evaluate_many(
    subjects: Sequence[GateSubject], facts: Mapping[int, RecordFacts], *, now: datetime
) -> dict[int, Evaluation]:
    """This function will judge many records against their next gated move, from facts that are read for all at once."""
    return {
        subject.id: evaluate_edge(
            definition_of(subject.definition_id), edge, facts[subject.id], now=now, evaluators=EVALUATORS
        )
        for subject in subjects
        if (edge := next_edge(subject)) is not None
    }


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    """One version of a process with the others, what changed since the one before, and what it lacks."""

    row: ProcessDefinition
    definition: Definition
    versions: list[ProcessDefinition]
    changes: list[Difference]
    previous: Definition | None
    missing: list[str]


def definition_page(actor: Actor, key: str, version: int) -> DefinitionPage:
    """This function will read one version for its page. Raises: NotVisible if there is none."""
    row = definition_by_name(actor, key, version)
    versions = list(ProcessDefinition.objects.filter(key=key).order_by("-version"))
    definition = read_definition(row.content)
    earlier = next((read_definition(each.content) for each in versions if each.version < version), None)
    return DefinitionPage(
        row=row,
        definition=definition,
        versions=versions,
        changes=differences(earlier, definition) if earlier else [],
        previous=earlier,
        missing=missing_evaluators(definition, registered=EVALUATORS),
    )
