"""Follow merges of accounts, and their undoing: what is said of the absorbed account holds for the kept one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from salesops.accounts.models import MergeRecord
from salesops.accounts.services.merging import moved_rows, note_moved
from salesops.core.actor import RecordRef
from salesops.core.errors import Conflict
from salesops.territories.models import AccountPlace, NamedAccount, TerritoryDispute
from salesops.territories.queries import day_of

PLACE = ("source", "country", "subdivision", "postal_code", "county", "city")
UNDONE = "The merge it came with was undone."


def follow_merge(*, merge_id: int, kept_id: int, absorbed_id: int, by_id: int, now: datetime) -> None:
    """This function will take along what the kept account has no word of its own about (domain §11.3).

    The list it is on by name, the addresses that beat the billing one, and its disputes; histories only grow, so the
    first two are written anew for the kept account and stay with the absorbed one, too.

    Raises: Conflict where both are in dispute.
    """
    _move_disputes(merge_id, kept_id, absorbed_id)
    named = _named(absorbed_id, now) if _named(kept_id, now) is None else None
    if named is not None:
        row = NamedAccount.objects.create(
            account_id=kept_id, territory_id=named.territory_id, valid_from=day_of(now), valid_to=named.valid_to,
            reason=named.reason, assigned_by_id=by_id, assigned_at=now,
        )  # fmt: skip
        note_moved(merge_id=merge_id, kind="named_account", field="account", row_ids=[row.pk])
    own, other = _places(kept_id), _places(absorbed_id)
    taken = [place for source, place in other.items() if source not in own]
    rows = [_written(kept_id, place, place.reason, by_id, now) for place in taken]
    note_moved(merge_id=merge_id, kind="account_place", field="account", row_ids=[row.pk for row in rows])


def follow_unmerge(*, merge_id: int, kept_id: int, absorbed_id: int, by_id: int, now: datetime) -> None:
    """This function will take it back, where nothing newer was said of the kept account since."""
    moved = moved_rows(merge_id=merge_id, kind="territory_dispute", field="account")
    settled_since = Q(settled_at__gte=MergeRecord.objects.get(pk=merge_id).at)
    TerritoryDispute.objects.filter(pk__in=moved).exclude(settled_since).update(account=absorbed_id)
    named = moved_rows(merge_id=merge_id, kind="named_account", field="account")
    for row in NamedAccount.objects.filter(_in_force(now), pk__in=named).order_by("id"):
        row.valid_to, row.ended_at = max(row.valid_from, day_of(now)), now
        row.save(update_fields=["valid_to", "ended_at"])
    taken = moved_rows(merge_id=merge_id, kind="account_place", field="account")
    for place in _places(kept_id).values():
        if place.pk in taken:
            _written(kept_id, AccountPlace(source=place.source), UNDONE, by_id, now)


def _move_disputes(merge_id: int, kept_id: int, absorbed_id: int) -> None:
    open_ones = TerritoryDispute.objects.filter(account__in=[kept_id, absorbed_id], settled_at__isnull=True)
    if open_ones.count() > 1:
        raise Conflict(
            "both_disputed",
            "Territories dispute both accounts.",
            next_action="Settle one of the disputes first.",
            action="account.merge",
            subject=RecordRef("account", kept_id),
        )
    rows = TerritoryDispute.objects.filter(account=absorbed_id)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    note_moved(merge_id=merge_id, kind="territory_dispute", field="account", row_ids=ids)
    rows.update(account=kept_id)


def _in_force(now: datetime) -> Q:
    today = day_of(now)
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today))


def _named(account_id: int, now: datetime) -> NamedAccount | None:
    return NamedAccount.objects.filter(_in_force(now), account=account_id).first()


def _places(account_id: int) -> dict[str, AccountPlace]:
    """Return the newest word of each source; one that was taken back is none."""
    newest = {row.source: row for row in AccountPlace.objects.filter(account=account_id).order_by("id")}
    return {source: row for source, row in newest.items() if row.country}


def _written(account_id: int, place: AccountPlace, reason: str, by_id: int, now: datetime) -> AccountPlace:
    values = {name: getattr(place, name) for name in PLACE}
    return AccountPlace.objects.create(account_id=account_id, reason=reason, set_by_id=by_id, set_at=now, **values)
