"""Look whether every record has the obligations it should have, a slice at a time (reliability §6.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from salesops.reminders.domain.planning import Duty, Occasion, set_right
from salesops.reminders.models import Lap, Reminder
from salesops.reminders.queries.finding import find_duties
from salesops.reminders.queries.obligations import chains_of
from salesops.reminders.queries.rules import rules_in_force
from salesops.reminders.registry import Scope, known_rules, scopes
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.stop import is_over

LAP_EVERY = timedelta(minutes=5)
SLICE = 500
SLICES = 4


def reconcile(*, now: datetime, slices: int = SLICES) -> int:
    """This function will look at the next slices of each scope, mend what is amiss and return how many that were.

    It goes on where the last call ended; a new lap begins five minutes after the last one ended.
    """
    return sum(_look_on(scope, now=now, slices=slices) for scope in scopes())


def _look_on(scope: Scope, *, now: datetime, slices: int) -> int:
    lap, _ = Lap.objects.get_or_create(pk=scope.name)
    if lap.last_id == 0 and lap.finished_at is not None and now - lap.finished_at < LAP_EVERY:
        return 0
    total = 0
    for _ in range(slices):
        ids = scope.ids_after(lap.last_id, SLICE)
        found = _mend(scope.name, ids, now=now) if ids else 0
        total, lap.mended = total + found, lap.mended + found
        if len(ids) < SLICE:
            lap.last_id, lap.drift, lap.mended, lap.finished_at = 0, lap.mended, 0, now
            break
        lap.last_id = ids[-1]
    lap.save()
    return total


def _mend(scope: str, ids: Sequence[int], *, now: datetime) -> int:
    """Plan again those records whose obligations or open reminders are not what their rules ask for."""
    duties: dict[int, dict[Occasion, Duty]] = defaultdict(dict)
    for occasion, duty in find_duties(rules_in_force(scope), ids, now=now).items():
        duties[duty.matter.scope_id][occasion] = duty
    chains = chains_of(scope, ids, rules=known_rules())
    rows = Reminder.objects.filter(scope=scope, scope_id__in=ids, stopped_at__isnull=True, rule__in=known_rules())
    stale = {row.scope_id for row in rows if is_over(row, duties[row.scope_id])}
    amiss = [each for each in ids if each in stale or set_right(duties[each], chains[each])]
    for each in amiss:
        plan_duties(scope, each, now=now)
    return len(amiss)
