"""Make one account of two."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import ACCOUNT_MERGED
from salesops.accounts.models import Account, Contact, ContactPosition, MergeRecord
from salesops.accounts.queries import visible_to
from salesops.accounts.services.merging import begin, fill_empty, note_moved
from salesops.accounts.services.write_account import refresh_fit, tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible

FILLED = (
    "domain", "country", "subdivision", "city", "industry", "employees", "annual_revenue", "year_established",
    "owner_id",
)  # fmt: skip


def merge_accounts(*, actor: Actor, now: datetime, kept_id: int, absorbed_id: int, reason: str) -> MergeRecord:
    """This function will point everything of the absorbed account at the kept one and hide the absorbed (§11.3).

    Every moved row is noted, so that `unmerge_accounts` undoes it exactly; higher rooms move their rows in the
    same transaction, by their handlers of `account.merged.v1`.

    Raises: NotVisible; Refused; Invalid; Conflict where the kept account stands below the absorbed one.
    """
    with transaction.atomic():
        kept, absorbed = _lock_both(actor, kept_id, absorbed_id)
        merge = begin(actor, now, "account", kept_id, absorbed_id, reason)
        if kept.parent_id == absorbed.pk:
            raise Conflict(
                "below_absorbed",
                "The account to keep is a subsidiary of the one to absorb.",
                next_action="Keep the parent, or take the subsidiary out of the family first.",
                action="account.merge",
            )
        _move(merge, kept, absorbed)
        merge.before = fill_empty(kept, absorbed, FILLED)
        merge.save(update_fields=["before"])
        refresh_fit(kept)
        kept.updated_at = absorbed.updated_at = now
        kept.save()
        absorbed.merged_into = kept
        absorbed.save()
        data = {"merge_id": merge.pk, "kept_id": kept_id, "absorbed_id": absorbed_id, "reason": merge.reason}
        tell(kept, ACCOUNT_MERGED, data, actor=actor, now=now)
    return merge


def _lock_both(actor: Actor, kept_id: int, absorbed_id: int) -> tuple[Account, Account]:
    rows = (
        visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[kept_id, absorbed_id])
        .order_by("pk")
    )
    found = {account.pk: account for account in rows}
    if kept_id not in found or absorbed_id not in found:
        raise NotVisible("account_not_found", "There is no such account here.")
    return found[kept_id], found[absorbed_id]


def _move(merge: MergeRecord, kept: Account, absorbed: Account) -> None:
    contacts = Contact.objects.filter(account=absorbed)
    taken = {email.lower() for email in Contact.objects.filter(account=kept).values_list("email", flat=True) if email}
    for contact in contacts.exclude(email=""):
        if contact.email.lower() in taken and contact.merged_into_id is None:
            raise Conflict(
                "same_contact",
                f"Both accounts have a contact with the e-mail of {contact.name}.",
                next_action="Merge these two contacts first.",
                action="account.merge",
            )
    children = Account.objects.filter(parent=absorbed).exclude(pk=kept.pk)
    positions = ContactPosition.objects.filter(account=absorbed)
    for kind, field, rows in (
        ("contact", "account", contacts),
        ("account", "parent", children),
        ("position", "account", positions),
    ):
        ids = list(rows.values_list("pk", flat=True))
        note_moved(merge_id=merge.pk, kind=kind, field=field, row_ids=ids)
        rows.model._default_manager.filter(pk__in=ids).update(**{field: kept})
