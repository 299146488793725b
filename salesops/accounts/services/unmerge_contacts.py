"""Make two contacts again of a wrong merge."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import CONTACT_UNMERGED
from salesops.accounts.models import Contact, ContactPosition, MergeRecord
from salesops.accounts.services.merging import moved_rows, open_merge
from salesops.accounts.services.write_contact import tell
from salesops.core.actor import Actor


def unmerge_contacts(*, actor: Actor, now: datetime, merge_id: int) -> MergeRecord:
    """This function will undo a merge: every row goes back where it was (domain §11.3).

    Raises: Refused; Conflict where it was undone already or a later merge builds on it.
    """
    with transaction.atomic():
        merge = open_merge(actor, "contact", merge_id)
        kept, absorbed = (Contact.objects.select_for_update().get(pk=pk) for pk in (merge.kept_id, merge.absorbed_id))
        for name, value in merge.before.items():
            if getattr(kept, name) == getattr(absorbed, name):  # changed since: the newer word stands
                setattr(kept, name, value)
        kept.updated_at = absorbed.updated_at = now
        kept.save()  # first: both may hold one e-mail
        absorbed.merged_into = None
        absorbed.save()
        positions = moved_rows(merge_id=merge.pk, kind="position", field="contact")
        ContactPosition.objects.filter(pk__in=positions).update(contact=absorbed)
        merge.undone_at, merge.undone_by_id = now, actor.user_id
        merge.save(update_fields=["undone_at", "undone_by_id"])
        data = {"merge_id": merge.pk, "kept_id": kept.pk, "absorbed_id": absorbed.pk}
        tell(kept, CONTACT_UNMERGED, data, actor=actor, now=now, public=data)
    return merge
