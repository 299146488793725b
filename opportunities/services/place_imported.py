"""Store records of another system: at the first stage like any new deal, or where they stood (migration only).

Only a session of the import role places records further on (the database checks), and only sales operations
is asked to. No criterion counts as passed: a placed record must still open every gate ahead of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from opportunities import events
from opportunities.models import Opportunity, StageEvent
from opportunities.services.moving import standing
from salesops.audit.services.record import Act, record_many
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict
from salesops.db.roles import IMPORT
from salesops.outbox.services.emit import Fact, emit_many
from salesops.process.domain.definition import Definition, Stage, StageKind
from salesops.territories.queries import resolve_accounts

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Placement:
    """One record: the unsaved opportunity with its owner and money, its stage, its real moments.

    `origin` names the file's hash and the row; it stays on the event.
    """

    opportunity: Opportunity
    stage: str
    created_at: datetime
    entered_at: datetime
    origin: dict[str, Any] = field(default_factory=dict)


def place_imported(
    *, actor: Actor, now: datetime, definition: Definition, placements: Sequence[Placement]
) -> list[int]:
    """This function will store the records with one `imported` event each and return their ids (domain §2.6).

    Raises: Refused unless the actor is sales operations; Conflict outside a session of the import role.
    """
    require(actor, "import.migrate", Facts())
    _require_import_role()
    return _store(actor, now, definition, placements, "imported")


def _require_import_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        role = cursor.fetchone()[0]
    if role != IMPORT:
        raise Conflict(
            "import_role",
            f"Placing records needs the import role; this process speaks to the database as {role}.",
            next_action="Set DATABASE_IMPORT_URL for worker and sweeper (docs/howto/deploy.md).",
        )


def create_imported(
    *, actor: Actor, now: datetime, definition: Definition, placements: Sequence[Placement]
) -> list[int]:
    """This function will open many deals at the first stage, as `create` opens one; each tells where it came from.

    Raises: Refused.
    """
    require(actor, "import.run", Facts())
    require(actor, "opp.create", Facts())
    return _store(actor, now, definition, placements, "created")


def _store(
    actor: Actor, now: datetime, definition: Definition, placements: Sequence[Placement], move: str
) -> list[int]:
    with transaction.atomic():
        _lie(placements, now)
        for item in placements:
            _stand(item, definition.stage(item.stage), now)
        rows = Opportunity.objects.bulk_create([item.opportunity for item in placements], batch_size=BATCH)
        StageEvent.objects.bulk_create([_event(item, actor, move) for item in placements], batch_size=BATCH)
        told = [_told(item) for item in placements]
        refs = [RecordRef("opportunity", row.pk) for row in rows]
        name = events.IMPORTED if move == "imported" else events.CREATED
        record_many(actor=actor, now=now, acts=[Act(name, ref, data) for ref, data in zip(refs, told, strict=True)])
        emit_many(actor=actor, now=now, facts=[Fact(name, ref, data) for ref, data in zip(refs, told, strict=True)])
        return [row.pk for row in rows]


def _lie(placements: Sequence[Placement], now: datetime) -> None:
    """Keep the territory each account lies in now; the map of a migrated record's own day nobody knows."""
    accounts = {item.opportunity.account_id for item in placements} - {None}
    found = resolve_accounts([each for each in accounts if each is not None], now)
    for item in placements:
        if item.opportunity.account_id is not None:
            item.opportunity.territory_id = found[item.opportunity.account_id].territory_id


def _stand(item: Placement, stage: Stage, now: datetime) -> None:
    row = item.opportunity
    row.stage, row.stage_kind, row.stage_seq = stage.key, stage.kind.value, 1
    row.probability, row.forecast_category = stage.probability, stage.forecast
    row.created_at, row.stage_entered_at, row.updated_at = item.created_at, item.entered_at, now
    # A lost record was worked, so it counts as qualified: win rates ask only qualified deals (domain §10.3).
    row.qualified_at = item.created_at if stage.is_qualified or stage.kind is StageKind.LOST else None
    row.closed_at = None if stage.kind is StageKind.OPEN else item.entered_at
    if stage.kind is StageKind.LOST:
        row.outcome_class, row.loss_reason = row.outcome_class or "lost", row.loss_reason or "other"


def _event(item: Placement, actor: Actor, move: str) -> StageEvent:
    row = item.opportunity
    return StageEvent(
        opportunity=row,
        seq=1,
        move=move,
        to_stage=row.stage,
        at=item.entered_at,
        actor_id=actor.user_id,
        via="import",
        probability=row.probability,
        origin=item.origin,
        **standing(row),
    )


def _told(item: Placement) -> dict[str, Any]:
    return {"stage": item.opportunity.stage, "name": item.opportunity.name, **item.origin}
