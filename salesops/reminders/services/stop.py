"""End reminders whose matter is settled: nobody has to tick off what was done (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from salesops.reminders.domain.planning import Duty, Occasion
from salesops.reminders.models import Reminder, ReminderEntry
from salesops.reminders.queries.finding import find_duties
from salesops.reminders.queries.rules import rules_in_force

STOPPED = "stopped"
SETTLED = "The matter was settled."


def stop_settled(scope: str, scope_id: int, *, now: datetime) -> None:
    """This function will stop a record's open reminders that the rules no longer find, in the caller's transaction.

    Most records have none, which costs one statement.
    """
    rows = Reminder.objects.filter(scope=scope, scope_id=scope_id, stopped_at__isnull=True)
    keys = frozenset(rows.values_list("rule", flat=True))
    if keys:
        duties = find_duties(rules_in_force(scope, keys=keys), [scope_id], now=now)
        stop_all_but(scope, scope_id, duties, rules=keys, now=now)


def stop_all_but(
    scope: str, scope_id: int, duties: Mapping[Occasion, Duty], *, rules: Iterable[str], now: datetime
) -> None:
    """This function will stop a record's open reminders of some rules that none of the duties is about."""
    rows = Reminder.objects.filter(scope=scope, scope_id=scope_id, stopped_at__isnull=True, rule__in=list(rules))
    if over := [row for row in rows if is_over(row, duties)]:
        stop(over, because=SETTLED, now=now)


def is_over(row: Reminder, duties: Mapping[Occasion, Duty]) -> bool:
    """This function will say whether no duty has anything to say about what a reminder tells."""
    return not any(
        (each.rule, each.subject_kind, each.subject_id, each.anchor)
        == (row.rule, row.subject_kind, row.subject_id, row.anchor)
        and not duty.matter.is_quiet
        for each, duty in duties.items()
    )


def stop(rows: Iterable[Reminder], *, because: str, now: datetime) -> None:
    """This function will end open reminders and write why."""
    ids = [row.pk for row in rows]
    Reminder.objects.filter(pk__in=ids, stopped_at__isnull=True).update(stopped_at=now, stopped_because=because)
    ReminderEntry.objects.bulk_create(ReminderEntry(reminder_id=pk, what=STOPPED, at=now, detail=because) for pk in ids)
