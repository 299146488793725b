"""Tell the people of a lane: one open reminder per rule and record, and a message to each (domain §12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.notifications.services.notify import notify
from salesops.reminders.domain.rules import Matter, Rule, why_told
from salesops.reminders.models import Obligation, Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.services.stop import stop
from salesops.users.models import Absence

FIRED = "fired"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to tell, in whose place if somebody is away, and until when they put it off."""

    person_id: int
    in_place_of: int | None
    snoozed_until: datetime | None


def open_reminder(row: Obligation) -> Reminder | None:
    """This function will return what an obligation's rule has open on its record, whatever the occasion."""
    return Reminder.objects.filter(
        rule=row.rule, subject_kind=row.subject_kind, subject_id=row.subject_id, stopped_at__isnull=True
    ).first()


def recipients_of(reminder: Reminder | None, people: Sequence[int], away: Mapping[int, Absence]) -> list[Recipient]:
    """This function will return whom to tell: the people themselves and the deputies of those away (domain §0.3).

    Whoever ended the open reminder is left out.
    """
    wanted: dict[int, int | None] = dict.fromkeys(people)
    for person in people:
        if person in away and (deputy := away[person].deputy_id):
            wanted.setdefault(deputy, person)
    held = ReminderRecipient.objects.filter(reminder=reminder, person_id__in=wanted) if reminder else ()
    known = {row.person_id: row for row in held}
    return [
        Recipient(person, absent, known[person].snoozed_until if person in known else None)
        for person, absent in wanted.items()
        if person not in known or known[person].done_at is None
    ]


def tell_people(
    row: Obligation,
    found: Reminder | None,
    rule: Rule,
    matter: Matter,
    recipients: Sequence[Recipient],
    *,
    now: datetime,
) -> None:
    """This function will open the reminder or bring up again the one that was found, and give it to the recipients."""
    reminder = _bring_up(row, found, rule, matter, now=now)
    ReminderRecipient.objects.bulk_create(
        [
            ReminderRecipient(
                reminder=reminder, person_id=each.person_id, lane=row.lane, in_place_of_id=each.in_place_of, since=now
            )
            for each in recipients
        ],
        ignore_conflicts=True,
    )
    for each in recipients:
        notify(
            dedupe=f"obligation:{row.pk}:{each.person_id}",
            recipient_id=each.person_id,
            kind=rule.key,
            is_urgent=rule.is_urgent,
            title=matter.title,
            body=matter.why,
            path=matter.path,
            why=why_told(row.lane, is_deputy=each.in_place_of is not None),
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            now=now,
        )
    ReminderEntry.objects.bulk_create(
        ReminderEntry(reminder=reminder, what=FIRED, at=now, lane=row.lane, turn=row.turn, person_id=each.person_id)
        for each in recipients
    )


def _bring_up(row: Obligation, found: Reminder | None, rule: Rule, matter: Matter, *, now: datetime) -> Reminder:
    words = {"title": matter.title[:300], "why": matter.why[:500], "path": matter.path, "act": matter.act}
    if found is not None and found.anchor != row.anchor:
        stop([found], because="A newer occasion took its place.", now=now)
        found = None
    if found is None:
        return Reminder.objects.create(
            rule=rule.key, scope=row.scope, scope_id=row.scope_id, subject_kind=row.subject_kind,
            subject_id=row.subject_id, anchor=row.anchor, is_urgent=rule.is_urgent,
            opened_at=now, fired_at=now, **words,
        )  # fmt: skip
    Reminder.objects.filter(pk=found.pk).update(fired_at=now, fires=found.fires + 1, **words)
    return found
