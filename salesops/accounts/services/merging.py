"""What merges of accounts and of contacts share: the record of every row that was moved, and moving it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from salesops.accounts.models import MergedRow, MergeRecord
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid

SHORTEST_REASON = 10


def begin(actor: Actor, now: datetime, kind: str, kept_id: int, absorbed_id: int, reason: str) -> MergeRecord:
    """This function will check that the actor may merge and store the merge's record (domain §11.3).

    Raises: Refused unless sales operations; Invalid for one record twice or a reason under 10 characters.
    """
    require(actor, "account.merge", Facts(subject=RecordRef(kind, kept_id)))
    wrong: dict[str, list[str]] = {}
    if kept_id == absorbed_id:
        wrong["absorbed_id"] = ["Name two different records."]
    if len(reason.strip()) < SHORTEST_REASON:
        wrong["reason"] = [f"Say in at least {SHORTEST_REASON} characters why they are the same."]
    if wrong:
        raise Invalid(wrong)
    return MergeRecord.objects.create(
        kind=kind, kept_id=kept_id, absorbed_id=absorbed_id, reason=reason.strip()[:300], at=now, by_id=actor.user_id
    )


def note_moved(
    *, merge_id: int, kind: str, field: str, row_ids: Iterable[int], removed: Mapping[int, Any] | None = None
) -> None:
    """This function will note rows that a merge pointed at the kept record, so that undoing it moves them back.

    Higher rooms call it from their `account.merged.v1` and `contact.merged.v1` handlers. `removed` holds
    the values of rows that had to go because the kept record already had one like it.
    """
    gone = removed or {}
    MergedRow.objects.bulk_create(
        [MergedRow(merge_id=merge_id, kind=kind, row_id=row, field=field, removed=gone.get(row)) for row in row_ids]
    )


def moved_rows(*, merge_id: int, kind: str, field: str) -> list[int]:
    """This function will return the ids of the rows a merge moved, for the handler that moves them back."""
    return list(
        MergedRow.objects.filter(merge_id=merge_id, kind=kind, field=field, removed__isnull=True).values_list(
            "row_id", flat=True
        )
    )


def removed_rows(*, merge_id: int, kind: str, field: str) -> list[Any]:
    """This function will return the values of the rows a merge removed, for the handler that restores them."""
    rows = MergedRow.objects.filter(merge_id=merge_id, kind=kind, field=field, removed__isnull=False)
    return list(rows.values_list("removed", flat=True))


def open_merge(actor: Actor, kind: str, merge_id: int) -> MergeRecord:
    """This function will lock a merge that can be undone.

    Raises: Refused unless sales operations; Conflict where it was undone, or a later merge builds on it.
    """
    subject = RecordRef(kind, 0)
    merge = MergeRecord.objects.select_for_update().filter(pk=merge_id, kind=kind).first()
    if merge is not None:
        subject = RecordRef(kind, merge.kept_id)
    require(actor, "account.merge", Facts(subject=subject))
    if merge is None or merge.undone_at is not None:
        raise Conflict("not_merged", "There is no such merge to undo.", action="account.unmerge", subject=subject)
    later = MergeRecord.objects.filter(kind=kind, undone_at__isnull=True, pk__gt=merge.pk)
    if later.filter(kept_id=merge.kept_id).exists() or later.filter(absorbed_id=merge.kept_id).exists():
        raise Conflict(
            "later_merge",
            "A later merge builds on this one.",
            next_action="Undo the later merge first.",
            action="account.unmerge",
            subject=subject,
        )
    return merge


def fill_empty(kept: Any, absorbed: Any, fields: Iterable[str]) -> dict[str, Any]:
    """This function will fill the kept record's empty values from the absorbed one; it returns what they were."""
    before = {}
    for name in fields:
        old, new = getattr(kept, name), getattr(absorbed, name)
        if old in (None, "") and new not in (None, ""):
            before[name] = old if old is None else str(old)
            setattr(kept, name, new)
    return before
