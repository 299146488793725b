"""Make two accounts again of a wrong merge."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import ACCOUNT_UNMERGED
from salesops.accounts.models import Account, Contact, ContactPosition, MergeRecord
from salesops.accounts.services.merging import moved_rows, open_merge
from salesops.accounts.services.write_account import refresh_fit, tell
from salesops.core.actor import Actor


def unmerge_accounts(*, actor: Actor, now: datetime, merge_id: int) -> MergeRecord:
    """This function will undo a merge: every row goes back where it was (domain §11.3).

    Raises: Refused; Conflict where it was undone already or a later merge builds on it.
    """
    with transaction.atomic():
        merge = open_merge(actor, "account", merge_id)
        kept, absorbed = (Account.objects.select_for_update().get(pk=pk) for pk in (merge.kept_id, merge.absorbed_id))
        absorbed.merged_into = None
        absorbed.updated_at = now
        absorbed.save()
        _move_back(merge, absorbed)
        for name, value in merge.before.items():
            if getattr(kept, name) == getattr(absorbed, name):  # changed since: the newer word stands
                setattr(kept, name, value)
        refresh_fit(kept)
        kept.updated_at = now
        kept.save()
        merge.undone_at, merge.undone_by_id = now, actor.user_id
        merge.save(update_fields=["undone_at", "undone_by_id"])
        data = {"merge_id": merge.pk, "kept_id": kept.pk, "absorbed_id": absorbed.pk}
        tell(kept, ACCOUNT_UNMERGED, data, actor=actor, now=now)
    return merge


def _move_back(merge: MergeRecord, absorbed: Account) -> None:
    for kind, field, model in (
        ("contact", "account", Contact),
        ("account", "parent", Account),
        ("position", "account", ContactPosition),
    ):
        ids = moved_rows(merge_id=merge.pk, kind=kind, field=field)
        model._default_manager.filter(pk__in=ids, **{field: merge.kept_id}).update(**{field: absorbed})
