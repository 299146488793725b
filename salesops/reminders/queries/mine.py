"""What one person has to look after, and what their team lets slip (domain §12.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, QuerySet, Value, When

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible
from salesops.reminders.domain.offsets import Offset, Unit, due_at
from salesops.reminders.domain.rules import Rule, why_told
from salesops.reminders.models import Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.registry import declared
from salesops.users.models import Membership
from salesops.users.queries import calendar_of, names_of_people

MOST = 100
# What of a reminder is each recipient's own.
OWN_PART = ("lane", "in_place_of_id", "since", "snoozed_until", "snooze_reason")


@dataclass(frozen=True, slots=True)
class Held:
    """One reminder as a person has it."""

    row: ReminderRecipient
    rule: Rule

    @property
    def why_me(self) -> str:
        """Why this person sees it."""
        return why_told(self.row.lane, is_deputy=self.row.in_place_of_id is not None)


def reminders_of(actor: Actor, *, now: datetime) -> list[Held]:
    """This function will return the person's open reminders not put off: urgent first, then oldest."""
    return _held(_open().filter(person=actor.user_id or 0).exclude(snoozed_until__gt=now))


def snoozed_of(actor: Actor, *, now: datetime) -> list[Held]:
    """This function will return what the person put off, next to come back first."""
    return _held(_open().filter(person=actor.user_id or 0, snoozed_until__gt=now).order_by("snoozed_until", "id"))


def leads_somebody(actor: Actor) -> bool:
    """This function will say whether the actor leads a team."""
    return Membership.objects.filter(team__manager=actor.user_id or 0).exclude(user=actor.user_id).exists()


def slipping(actor: Actor) -> list[Held]:
    """This function will return what the members of the teams the actor leads have open: urgent first, then oldest."""
    members = Membership.objects.filter(team__manager=actor.user_id or 0).values("user_id")
    rows = _open().filter(person__in=members).exclude(person=actor.user_id or 0)
    return _held(rows.order_by(F("reminder__is_urgent").desc(), "reminder__opened_at", "id"))


def reminder_of(actor: Actor, reminder_id: int) -> Held:
    """This function will return one open reminder of the person. Raises: NotVisible."""
    row = _open().filter(person=actor.user_id or 0, reminder=reminder_id).first()
    if row is None:
        raise _no_such_reminder()
    return Held(row, declared(row.reminder.rule).rule)


def own_reminders(actor: Actor, *, now: datetime) -> QuerySet[Reminder]:
    """This function will return the person's open reminders with their own part of each, in no order.

    `state` is `snoozed` until the day it was put off to, else `open`.
    """
    mine = Reminder.objects.filter(
        stopped_at=None, recipients__person=actor.user_id or 0, recipients__done_at=None
    ).annotate(**{name: F(f"recipients__{name}") for name in OWN_PART})
    return mine.annotate(state=Case(When(snoozed_until__gt=now, then=Value("snoozed")), default=Value("open")))


def own_reminder(actor: Actor, reminder_id: int, *, now: datetime) -> Reminder:
    """This function will return one of them with its history. Raises: NotVisible."""
    found = own_reminders(actor, now=now).filter(pk=reminder_id).prefetch_related("entries").first()
    if found is None:
        raise _no_such_reminder()
    return found


def snooze_days(actor: Actor, *, now: datetime) -> list[date]:
    """This function will list the working days a person may put something off to, five at most."""
    calendar = calendar_of(actor.user_id)
    return [calendar.day_of(due_at(now, Offset(count, Unit.BUSINESS_DAYS), calendar)) for count in range(1, 6)]


def history_of(held: Held) -> list[tuple[ReminderEntry, str]]:
    """This function will return what happened to a reminder so far, oldest first, with who it was about."""
    entries = list(ReminderEntry.objects.filter(reminder=held.row.reminder_id))
    names = names_of_people({entry.person_id for entry in entries if entry.person_id})
    return [(entry, names.get(entry.person_id or 0, "")) for entry in entries]


def _no_such_reminder() -> NotVisible:
    return NotVisible("not_found", "You have no such reminder; it may have ended.", next_action="Open Today.")


def _open() -> QuerySet[ReminderRecipient]:
    rows = ReminderRecipient.objects.filter(done_at=None, reminder__stopped_at=None)
    rows = rows.select_related("reminder", "in_place_of", "person")
    return rows.order_by(F("reminder__is_urgent").desc(), "reminder__opened_at", "id")


def _held(rows: QuerySet[ReminderRecipient]) -> list[Held]:
    return [Held(row, declared(row.reminder.rule).rule) for row in rows[:MOST]]


def holds(person_id: int, rule: str, subject: RecordRef) -> bool:
    """This function will say whether a person has an open reminder of a rule about a record."""
    return ReminderRecipient.objects.filter(
        person=person_id, done_at=None, reminder__rule=rule, reminder__subject_kind=subject.kind,
        reminder__subject_id=subject.id, reminder__stopped_at=None,
    ).exists()  # fmt: skip


def subjects_told(actor: Actor, rule: str) -> QuerySet[ReminderRecipient, tuple[int]]:
    """This function will return the ids of the records a rule tells the person about now, put off or not."""
    rows = ReminderRecipient.objects.filter(
        person=actor.user_id or 0, done_at=None, reminder__rule=rule, reminder__stopped_at=None
    )
    return rows.values_list("reminder__subject_id")
