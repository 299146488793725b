"""Tell which accounts a change of the map has moved, so that leads and deals can follow (domain §5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from salesops.accounts.models import Account
from salesops.core.actor import SYSTEM, RecordRef
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.resolving import Resolution
from salesops.territories.events import ACCOUNT_MOVED, MAP_CHANGED
from salesops.territories.models import AccountHolding, MapFollow
from salesops.territories.queries import day_of, resolve_accounts
from salesops.territories.queries.following import changed_accounts, has_map_changed
from salesops.territories.queries.maps import territory_map
from salesops.territories.services.note_gap import close_gaps, note_gap
from salesops.territories.services.telling import tell

CHUNK = 500
# What was committed while the last round ran may carry an earlier time than the round.
GRACE = timedelta(minutes=2)


def follow_map(*, now: datetime) -> int:
    """This function will note whose every account is now, and emit one event for each that another owns than before.

    Everything is looked at after a change of the map and on a new day; else only the accounts that changed. It may be
    killed and run again: what was told is not told twice. It returns how many accounts moved.
    """
    known = territory_map()
    if not known.plans:
        return 0
    last = MapFollow.objects.first()
    since = last.at - GRACE if last else None
    is_new_map = last is None or last.day != day_of(now) or has_map_changed(last.at - GRACE)
    wanted = None if is_new_map or since is None else changed_accounts(since)
    moved = 0
    for ids in _chunks(wanted):
        moved += _follow(ids, known, now)
    close_gaps(known, now=now)
    with transaction.atomic():
        MapFollow.objects.update_or_create(pk=1, defaults={"day": day_of(now), "at": now})
        if is_new_map:
            data = {"day": day_of(now).isoformat(), "accounts": moved}
            tell(MAP_CHANGED, RecordRef("territory_map", 1), data, actor=SYSTEM, now=now)
    return moved


def note_holding(account_id: int, found: Resolution) -> None:
    """This function will keep whose an account was when a deal began on it, unless that is known already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO territories_accountholding "
            "(account_id, verdict, territory_id, owner_id, sdr_id, node, theatre, since) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                *(account_id, found.verdict, found.territory_id, found.owner_id, found.sdr_id),
                *(found.node, found.theatre, found.day),
            ],
        )


def _chunks(wanted: Sequence[int] | None) -> Sequence[list[int]]:
    rows = Account.objects.filter(merged_into__isnull=True)
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _follow(ids: list[int], known: TerritoryMap, now: datetime) -> int:
    with transaction.atomic():
        before = {row.account_id: row for row in AccountHolding.objects.select_for_update().filter(pk__in=ids)}
        found = resolve_accounts(ids, now, known)
        fresh = [_row(pk, each) for pk, each in found.items() if pk not in before]
        AccountHolding.objects.bulk_create(fresh, ignore_conflicts=True)
        changed = [(before[pk], each) for pk, each in found.items() if pk in before and _differs(before[pk], each)]
        for old, new in changed:
            _tell(old, new, now)
        for each in {(one.node, one.segment): one for one in found.values() if not one.is_owned}.values():
            note_gap(each, now=now)
        AccountHolding.objects.bulk_update(
            [_row(old.account_id, new) for old, new in changed],
            ["verdict", "territory", "owner", "sdr", "node", "theatre", "since"],
        )
    return len(changed)


def _row(account_id: int, found: Resolution) -> AccountHolding:
    return AccountHolding(
        account_id=account_id,
        verdict=found.verdict,
        territory_id=found.territory_id,
        owner_id=found.owner_id,
        sdr_id=found.sdr_id,
        node=found.node,
        theatre=found.theatre,
        since=found.day,
    )


def _differs(old: AccountHolding, new: Resolution) -> bool:
    return (old.verdict, old.territory_id, old.owner_id, old.sdr_id) != (
        new.verdict, new.territory_id, new.owner_id, new.sdr_id,
    )  # fmt: skip


def _tell(old: AccountHolding, new: Resolution, now: datetime) -> None:
    data = {
        "from_owner_id": old.owner_id,
        "from_sdr_id": old.sdr_id,
        "from_territory_id": old.territory_id,
        "to_owner_id": new.owner_id,
        "to_sdr_id": new.sdr_id,
        "to_territory_id": new.territory_id,
        "territory": new.territory,
        "rule_id": new.rule_id,
        "verdict": new.verdict,
        "why": new.explanation,
    }
    tell(ACCOUNT_MOVED, RecordRef("account", old.account_id), data, actor=SYSTEM, now=now)
