"""Take open opportunities to a newer version of their process: explicitly, with a dry run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity, StageEvent
from opportunities.queries.visible import visible_to
from opportunities.services.locking import lock_opportunity, require_action
from opportunities.services.moving import standing
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import SalesOpsError
from salesops.process.models import ProcessDefinition, ProcessStageMap
from salesops.process.queries import definition_of

ACTION = "process.migrate"


@dataclass(frozen=True, slots=True)
class MigrationRow:
    """What happens to one record: from and to stage keys, or why it stays."""

    opportunity_id: int
    name: str
    from_stage: str
    to_stage: str
    problem: str = ""


def migrate_process(
    *, actor: Actor, now: datetime, target_id: int, opportunity_ids: Sequence[int] | None = None, dry_run: bool = True
) -> list[MigrationRow]:
    """This function will move open records of the version before onto a definition by its stage map (domain §2.4).

    Earned attestations stay; won and lost records are never touched; a dry run changes nothing.

    Raises: Refused for a person who may not migrate (each record is asked on its own).
    """
    target = ProcessDefinition.objects.get(pk=target_id)
    maps = dict(ProcessStageMap.objects.filter(target=target).values_list("src", "dst"))
    records = visible_to(actor).filter(
        stage_kind="open", definition__key=target.key, definition__version=target.version - 1
    )
    if opportunity_ids is not None:
        records = records.filter(pk__in=opportunity_ids)
    rows = []
    for record in records.order_by("id"):
        to_stage = maps.get(record.stage, "")
        problem = "" if to_stage else f"The stage map has no place for {record.stage}."
        if to_stage and not dry_run:
            problem = _migrate(actor, now, record.pk, target, to_stage)
        rows.append(MigrationRow(record.pk, record.name, record.stage, to_stage, problem))
    return rows


def _migrate(actor: Actor, now: datetime, opportunity_id: int, target: ProcessDefinition, to_stage: str) -> str:
    try:
        with transaction.atomic():
            opportunity = lock_opportunity(actor, opportunity_id)
            require_action(actor, ACTION, opportunity)
            _move(opportunity, target, to_stage, actor, now)
    except SalesOpsError as error:
        return error.message
    return ""


def _move(opportunity: Opportunity, target: ProcessDefinition, to_stage: str, actor: Actor, now: datetime) -> None:
    source, seq = opportunity.definition_id, opportunity.stage_seq + 1
    StageEvent.objects.create(
        opportunity=opportunity,
        seq=seq,
        move="migrated",
        from_stage=opportunity.stage,
        to_stage=to_stage,
        at=now,
        actor_id=actor.user_id,
        via=actor.via,
        probability=definition_of(target.pk).stage(to_stage).probability,
        **(standing(opportunity) | {"definition_id": target.pk}),
    )
    opportunity.stage, opportunity.stage_seq, opportunity.definition = to_stage, seq, target
    opportunity.updated_at = now
    opportunity.save(update_fields=["stage", "stage_seq", "definition", "updated_at"])
    data = {"from_definition": source, "to_definition": target.pk, "to": to_stage, "seq": seq}
    tell(opportunity, events.MIGRATED, actor=actor, now=now, data=data)
