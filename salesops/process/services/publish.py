"""Publish the definition files of this release: load, validate, keep; published versions never change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from salesops.core.errors import Conflict
from salesops.process.domain.definition import Definition, Edge
from salesops.process.domain.publish_checks import faults
from salesops.process.domain.reading import read_definition
from salesops.process.domain.registry import EVALUATORS
from salesops.process.models import (
    ProcessCriterion,
    ProcessDefinition,
    ProcessEdge,
    ProcessStage,
    ProcessStageMap,
)

FOLDER = Path(__file__).resolve().parent.parent / "definitions"


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one file: its name, its status now, and the faults that keep it a draft."""

    name: str
    status: str
    faults: list[str]


def read_files(folder: Path = FOLDER) -> list[Definition]:
    """This function will read every definition file of this release, in the order of their names.

    Raises: DefinitionUnreadable naming the place in the file.
    """
    return [read_definition(yaml.safe_load(path.read_text())) for path in sorted(folder.glob("*.yaml"))]


def publish_files(*, now: datetime, folder: Path = FOLDER) -> list[Published]:
    """This function will bring the definition files into the database (domain §2.4).

    A file that asks for `status: published` is published if it passes every check; otherwise it
    stays a draft with its faults kept. The owner role runs this as a step of a release.

    Raises: Conflict if a file differs from the version already published under its name.
    """
    with transaction.atomic():
        return [_publish(yaml.safe_load(path.read_text()), now) for path in sorted(folder.glob("*.yaml"))]


def _publish(content: dict[str, Any], now: datetime) -> Published:
    definition = read_definition(content)
    checksum = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    row = ProcessDefinition.objects.filter(key=definition.key, version=definition.version).first()
    if row and row.status != "draft":
        if row.checksum != checksum:
            raise Conflict(
                "published_is_immutable",
                f"{definition.name} is published and its file has changed.",
                next_action="Write the change as a new version.",
            )
        return Published(definition.name, row.status, [])
    found = faults(definition, registered=EVALUATORS)
    status = "published" if definition.status == "published" and not found else "draft"
    row = _save(row, definition, content, checksum, found, status, now)
    if status == "published":
        _write_rows(row, definition)
    return Published(definition.name, status, found)


def _save(
    row: ProcessDefinition | None,
    definition: Definition,
    content: dict[str, Any],
    checksum: str,
    found: list[str],
    status: str,
    now: datetime,
) -> ProcessDefinition:
    row = row or ProcessDefinition(key=definition.key, version=definition.version)
    row.title, row.record_type = definition.title, definition.record_type
    row.content, row.checksum, row.faults, row.status = content, checksum, found, status
    row.author, row.approver, row.changelog = definition.author, definition.approver, definition.changelog
    row.published_at = now if status == "published" else None
    row.save()
    return row


def _write_rows(row: ProcessDefinition, definition: Definition) -> None:
    ProcessStage.objects.bulk_create(
        ProcessStage(
            definition=row,
            key=stage.key,
            label=stage.label,
            order=stage.order,
            kind=stage.kind,
            probability=stage.probability,
            is_qualified=stage.is_qualified,
            forecast=stage.forecast,
            benchmark_days=stage.benchmark_days,
            is_first=stage == definition.first_stage,
        )
        for stage in definition.stages
    )
    for edge in definition.edges:
        _write_edge(row, definition, edge)
    _write_stage_map(row, definition)


def _write_edge(row: ProcessDefinition, definition: Definition, edge: Edge) -> None:
    edge_row = ProcessEdge.objects.create(definition=row, move=edge.move, src=edge.src, dst=edge.dst)
    ProcessCriterion.objects.bulk_create(
        ProcessCriterion(
            edge=edge_row,
            criterion_id=item.id,
            kind=item.kind,
            evaluator=item.evaluator,
            args=dict(item.args),
            max_age_days=item.max_age_days,
            is_waivable=item.waivable,
            waiver_roles=list(item.waiver_roles),
            attesters=list(item.attesters),
        )
        for item in definition.criteria(edge)
    )


def _write_stage_map(row: ProcessDefinition, definition: Definition) -> None:
    if not definition.stage_map:
        return
    source = ProcessDefinition.objects.get(key=definition.key, version=definition.version - 1)
    ProcessStageMap.objects.bulk_create(
        ProcessStageMap(source=source, target=row, src=src, dst=dst) for src, dst in definition.stage_map.items()
    )
