"""Set-up for tests of rules: plan a record, let time pass from one due turn to the next, and say who was told when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from salesops.reminders.models import Obligation, Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due


@dataclass
class Watch:
    """One rule on one record of a scope, watched from `now` on."""

    rule: str
    scope_id: int
    now: datetime
    scope: str = "opportunity"

    def plan(self) -> None:
        """Plan the record as it stands."""
        plan_duties(self.scope, self.scope_id, now=self.now)

    def pass_days(self, days: float) -> list[str]:
        """Plan, let that many days pass, fire what falls due, and return everything told so far."""
        self.plan()
        end = self.now + timedelta(days=days)
        while (due := self._next_due()) is not None and due <= end:
            self.now = max(due, self.now)
            run_due(now=self.now, limit=10_000)
        self.now = end
        return self.told()

    def told(self) -> list[str]:
        """Who was told when, in UTC: `owner Elena Tue 3 Mar 09:00`."""
        rows = ReminderEntry.objects.filter(reminder__rule=self.rule, reminder__scope_id=self.scope_id, what="fired")
        return [
            f"{row.lane} {row.person.name.split()[0]} {row.at:%a %-d %b %H:%M}"
            for row in rows.select_related("person").order_by("at", "lane", "person__name")
            if row.person
        ]

    def snooze(self, days: int) -> None:
        """Put the reminder off for everybody who has it."""
        rows = ReminderRecipient.objects.filter(reminder__rule=self.rule, reminder__stopped_at=None)
        assert rows.update(snoozed_until=self.now + timedelta(days=days), snooze_reason="At a fair")

    @property
    def is_open(self) -> bool:
        """Whether somebody has the reminder before them."""
        return Reminder.objects.filter(rule=self.rule, scope_id=self.scope_id, stopped_at=None).exists()

    @property
    def reminder(self) -> Reminder:
        """The reminder as it was last told."""
        return Reminder.objects.filter(rule=self.rule, scope_id=self.scope_id).latest("id")

    def _next_due(self) -> datetime | None:
        rows = Obligation.objects.filter(scope=self.scope, scope_id=self.scope_id, status="pending")
        return rows.order_by("next_at").values_list("next_at", flat=True).first()
