"""Bring the planned obligations of a record in line with what the rules find on it (domain §12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from salesops.reminders.domain.planning import Cancel, Duty, Make, Move, Occasion, set_right
from salesops.reminders.models import Obligation, Status
from salesops.reminders.queries.finding import find_duties
from salesops.reminders.queries.obligations import chains_of
from salesops.reminders.queries.rules import rules_in_force
from salesops.reminders.registry import known_rules, scope_named
from salesops.reminders.services.stop import SETTLED, stop_all_but


@dataclass(frozen=True, slots=True)
class Change:
    """How many obligations planning made, moved and cancelled."""

    made: int
    moved: int
    cancelled: int


def plan_duties(scope: str, scope_id: int, *, now: datetime) -> Change:
    """This function will make the obligations a record lacks, move those due at another time, cancel settled ones.

    It locks the record first, so it never works beside something that fires on the same one. Reminders whose
    matter is settled stop with it.
    """
    with transaction.atomic():
        scope_named(scope).lock(scope_id)
        duties = find_duties(rules_in_force(scope), [scope_id], now=now)
        stop_all_but(scope, scope_id, duties, rules=known_rules(), now=now)
        chains = chains_of(scope, [scope_id], rules=known_rules())[scope_id]
        acts = set_right(duties, chains)
        return Change(
            made=_make(scope, scope_id, [act for act in acts if isinstance(act, Make)]),
            moved=sum(_move(act) for act in acts if isinstance(act, Move)),
            cancelled=_cancel([act.row_id for act in acts if isinstance(act, Cancel)]),
        )


def make_turn(scope: str, scope_id: int, occasion: Occasion, duty: Duty, turn: int, due_at: datetime) -> None:
    """This function will plan one turn; one that is already there stays as it is."""
    _make(scope, scope_id, [Make(occasion, duty, turn, due_at)])


def _make(scope: str, scope_id: int, acts: list[Make]) -> int:
    rows = [
        Obligation(
            rule=act.occasion.rule,
            revision=act.duty.revision,
            scope=scope,
            scope_id=scope_id,
            subject_kind=act.occasion.subject_kind,
            subject_id=act.occasion.subject_id,
            anchor=act.occasion.anchor,
            lane=act.occasion.lane,
            turn=act.turn,
            due_at=act.due_at,
            next_at=act.due_at,
        )
        for act in acts
    ]
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _move(act: Move) -> int:
    rows = Obligation.objects.filter(pk=act.row_id, status__in=(Status.PENDING, Status.CANCELLED))
    return rows.update(
        status=Status.PENDING,
        due_at=act.due_at,
        next_at=act.due_at,
        attempts=0,
        lease_until=None,
        done_at=None,
        note="",
    )


def _cancel(ids: list[int]) -> int:
    if not ids:
        return 0
    rows = Obligation.objects.filter(pk__in=ids, status=Status.PENDING)
    return rows.update(status=Status.CANCELLED, done_at=Now(), lease_until=None, note=SETTLED)
