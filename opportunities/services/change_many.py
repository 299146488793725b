"""Change many opportunities at once: the same guarded services, one result a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.advance import advance
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.set_next_step import set_next_step
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, SalesOpsError

MOST = 1000


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: changed or not, in words, with the refusal's code and criteria if any."""

    opportunity_id: int
    ok: bool
    sentence: str
    code: str = ""
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change for all rows: `kind` amend, owner, next_step or advance, with its values."""

    kind: str
    values: Mapping[str, Any]


class _DryRun(Exception):
    """Ends a rehearsed row."""


def change_many(
    *, actor: Actor, now: datetime, opportunity_ids: Sequence[int], change: BulkChange, dry_run: bool
) -> list[RowResult]:
    """This function will apply one change to each row on its own; a refused row does not stop the others.

    A dry run carries every row out and takes it back, so that it says exactly what the run would.

    Raises: Invalid for over 1,000 rows or an unknown kind.
    """
    if len(opportunity_ids) > MOST:
        raise Invalid({"ids": [f"At most {MOST:,} rows at a time."]})
    if change.kind not in ("amend", "owner", "next_step", "advance"):
        raise Invalid({"kind": ["Choose amend, owner, next_step or advance."]})
    return [_one(actor, now, pk, change, dry_run) for pk in dict.fromkeys(opportunity_ids)]


def _one(actor: Actor, now: datetime, pk: int, change: BulkChange, dry_run: bool) -> RowResult:
    sentence = ""
    sentence = ""
    try:
        with transaction.atomic():
            sentence = _apply(actor, now, pk, change)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return RowResult(pk, True, sentence)
    except SalesOpsError as error:
        return RowResult(pk, False, error.message, error.code, error.facts)
    return RowResult(pk, True, sentence)


def _apply(actor: Actor, now: datetime, pk: int, change: BulkChange) -> str:
    known: dict[str, Any] = {"actor": actor, "now": now, "opportunity_id": pk}
    if change.kind == "advance":
        moved = advance(**known)
        return f"{moved.from_stage} → {moved.to_stage}"
    if change.kind == "owner":
        changed: Opportunity = change_owner(**known, **change.values)
        return f"Owner set to {changed.owner}"
    if change.kind == "next_step":
        set_next_step(**known, **change.values)
        return f"Next step: {change.values['text']}"
    changes = {name: value for name, value in change.values.items() if name != "reason"}
    amend(**known, changes=changes, reason=change.values.get("reason", ""))
    return ", ".join(f"{name.replace('_', ' ')} set to {value}" for name, value in changes.items())
