"""Make one contact of two."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import CONTACT_MERGED
from salesops.accounts.models import ContactPosition, MergeRecord
from salesops.accounts.queries import contacts_visible_to
from salesops.accounts.services.merging import begin, fill_empty, note_moved
from salesops.accounts.services.write_contact import close_position, tell
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

FILLED = ("email", "phone", "title", "persona")


def merge_contacts(*, actor: Actor, now: datetime, kept_id: int, absorbed_id: int, reason: str) -> MergeRecord:
    """This function will point everything of the absorbed contact at the kept one and hide the absorbed (§11.3).

    Higher rooms move their rows in the same transaction, by their handlers of `contact.merged.v1`.

    Raises: NotVisible; Refused; Invalid.
    """
    with transaction.atomic():
        rows = (
            contacts_visible_to(actor)
            .select_for_update(of=("self",), no_key=True)
            .filter(pk__in=[kept_id, absorbed_id])
        )
        found = {contact.pk: contact for contact in rows.order_by("pk")}
        if kept_id not in found or absorbed_id not in found:
            raise NotVisible("contact_not_found", "There is no such contact here.")
        kept, absorbed = found[kept_id], found[absorbed_id]
        merge = begin(actor, now, "contact", kept_id, absorbed_id, reason)
        close_position(absorbed, now)
        positions = list(ContactPosition.objects.filter(contact=absorbed).values_list("pk", flat=True))
        note_moved(merge_id=merge.pk, kind="position", field="contact", row_ids=positions)
        ContactPosition.objects.filter(pk__in=positions).update(contact=kept)
        merge.before = fill_empty(kept, absorbed, FILLED)
        merge.save(update_fields=["before"])
        absorbed.merged_into, absorbed.updated_at = kept, now
        absorbed.save()
        kept.updated_at = now
        kept.save()
        data = {"merge_id": merge.pk, "kept_id": kept_id, "absorbed_id": absorbed_id, "reason": merge.reason}
        tell(kept, CONTACT_MERGED, data, actor=actor, now=now, public=data)
    return merge
