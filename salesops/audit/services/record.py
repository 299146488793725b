"""Write acts to the ledger, in the transaction that made them true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from salesops.audit.models import AuditEntry
from salesops.core.actor import Actor, RecordRef

BATCH = 500


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to one record; `data` holds what an auditor needs, as JSON."""

    action: str
    subject: RecordRef
    data: dict[str, Any] = field(default_factory=dict)
    outcome: str = "done"
    code: str = ""


def record(
    *,
    actor: Actor,
    action: str,
    subject: RecordRef,
    now: datetime,
    data: dict[str, Any],
    outcome: str = "done",
    code: str = "",
) -> None:
    """This function will add one entry to the record's chain; it commits with the caller's transaction (P7)."""
    _entry(actor, now, Act(action, subject, data, outcome, code)).save(force_insert=True)


def record_many(*, actor: Actor, now: datetime, acts: Iterable[Act]) -> None:
    """This function will add many entries with few statements, each to its record's chain, in order (P7)."""
    AuditEntry.objects.bulk_create([_entry(actor, now, act) for act in acts], batch_size=BATCH)


def _entry(actor: Actor, now: datetime, act: Act) -> AuditEntry:
    return AuditEntry(
        subject_kind=act.subject.kind,
        subject_id=act.subject.id,
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name,
        via=actor.via,
        action=act.action,
        outcome=act.outcome,
        code=act.code,
        data=act.data,
    )
