"""Change many opportunities at once: the same guarded services, one result a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities.models import Opportunity
from opportunities.services.advance import advance
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.set_next_step import set_next_step
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.db.row_by_row import RowResult, row_by_row


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change for all rows: `kind` amend, owner, next_step or advance, with its values."""

    kind: str
    values: Mapping[str, Any]


def change_many(
    *, actor: Actor, now: datetime, opportunity_ids: Sequence[int], change: BulkChange, dry_run: bool
) -> list[RowResult]:
    """This function will apply one change to each row on its own; a refused row does not stop the others.

    A dry run carries every row out and takes it back, so that it says exactly what the run would.

    Raises: Invalid for over 1,000 rows or an unknown kind.
    """
    if change.kind not in ("amend", "owner", "next_step", "advance"):
        raise Invalid({"kind": ["Choose amend, owner, next_step or advance."]})
    return row_by_row(opportunity_ids, lambda pk: _apply(actor, now, pk, change), dry_run=dry_run)


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
