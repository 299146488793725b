"""Follow merges of accounts and contacts, and their undoing: every row that pointed at the absorbed one moves."""

from __future__ import annotations

from datetime import datetime

from opportunities.models import Activity, Opportunity, Stakeholder
from salesops.accounts.services.merging import moved_rows, note_moved, removed_rows

ATTENDED = Activity.contacts.through


def follow_account_merge(*, merge_id: int, kept_id: int, absorbed_id: int, now: datetime) -> None:
    """This function will point the absorbed account's opportunities at the kept one (domain §11.3)."""
    rows = Opportunity.objects.filter(account_id=absorbed_id).order_by("id")
    ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    note_moved(merge_id=merge_id, kind="opportunity", field="account", row_ids=ids)
    Opportunity.objects.filter(pk__in=ids).update(account_id=kept_id, updated_at=now)


def follow_account_unmerge(*, merge_id: int, kept_id: int, absorbed_id: int, now: datetime) -> None:
    """This function will point those opportunities back, where they were not moved on since."""
    ids = moved_rows(merge_id=merge_id, kind="opportunity", field="account")
    Opportunity.objects.filter(pk__in=ids, account_id=kept_id).update(account_id=absorbed_id, updated_at=now)


def follow_contact_merge(*, merge_id: int, kept_id: int, absorbed_id: int) -> None:
    """This function will give the kept contact the absorbed one's roles and attendances.

    Where the kept contact has the same role or attended too, the double is removed and noted.
    Testimony stays with the person who was named when it was given: it is never edited.
    """
    _merge_stakeholders(merge_id, kept_id, absorbed_id)
    _merge_attendances(merge_id, kept_id, absorbed_id)


def follow_contact_unmerge(*, merge_id: int, kept_id: int, absorbed_id: int) -> None:
    """This function will give the roles and attendances back, and restore the doubles that were removed."""
    roles = moved_rows(merge_id=merge_id, kind="stakeholder", field="contact")
    Stakeholder.objects.filter(pk__in=roles, contact_id=kept_id).update(contact_id=absorbed_id)
    Stakeholder.objects.bulk_create(
        Stakeholder(contact_id=absorbed_id, **values)
        for values in removed_rows(merge_id=merge_id, kind="stakeholder", field="contact")
    )
    attended = moved_rows(merge_id=merge_id, kind="attendance", field="contact")
    ATTENDED.objects.filter(pk__in=attended, contact_id=kept_id).update(contact_id=absorbed_id)
    ATTENDED.objects.bulk_create(
        ATTENDED(contact_id=absorbed_id, **values)
        for values in removed_rows(merge_id=merge_id, kind="attendance", field="contact")
    )


def _merge_stakeholders(merge_id: int, kept_id: int, absorbed_id: int) -> None:
    has = set(Stakeholder.objects.filter(contact_id=kept_id).values_list("opportunity_id", "role"))
    moved, removed = [], {}
    for row in Stakeholder.objects.filter(contact_id=absorbed_id).order_by("id"):
        if (row.opportunity_id, row.role) in has:
            removed[row.pk] = {
                "opportunity_id": row.opportunity_id,
                "role": row.role,
                "note": row.note,
                "added_at": row.added_at.isoformat(),
            }
        else:
            moved.append(row.pk)
    note_moved(merge_id=merge_id, kind="stakeholder", field="contact", row_ids=[*moved, *removed], removed=removed)
    Stakeholder.objects.filter(pk__in=removed).delete()
    Stakeholder.objects.filter(pk__in=moved).update(contact_id=kept_id)


def _merge_attendances(merge_id: int, kept_id: int, absorbed_id: int) -> None:
    has = set(ATTENDED.objects.filter(contact_id=kept_id).values_list("activity_id", flat=True))
    rows = dict(ATTENDED.objects.filter(contact_id=absorbed_id).values_list("pk", "activity_id"))
    removed = {pk: {"activity_id": activity} for pk, activity in rows.items() if activity in has}
    moved = [pk for pk in rows if pk not in removed]
    note_moved(merge_id=merge_id, kind="attendance", field="contact", row_ids=[*moved, *removed], removed=removed)
    ATTENDED.objects.filter(pk__in=removed).delete()
    ATTENDED.objects.filter(pk__in=moved).update(contact_id=kept_id)
