"""One's own reminders: why it is there, put it off, say that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.reminders.forms import DoneForm, SnoozeForm
from salesops.reminders.queries.mine import Held, history_of, reminder_of, snooze_days
from salesops.reminders.services.end_reminder import end_reminder
from salesops.reminders.services.snooze import snooze
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_reminder(request: ActingRequest, reminder_id: int) -> HttpResponse:
    """Show why somebody has a reminder, what ends it, and what happened to it so far."""
    held = reminder_of(request.actor, reminder_id)
    context = {"held": held, "history": history_of(held), "title": held.rule.title}
    return render_page(request, "reminders/reminder.html", context, partial="sheet")


class OwnReminderView(SheetFormView):
    """Something a person does with a reminder of theirs."""

    held: Held

    def load(self) -> None:
        """Read the reminder."""
        self.held = reminder_of(self.request.actor, self.kwargs["reminder_id"])

    def get_back_url(self) -> str:
        """Today."""
        return reverse("opportunities:today")

    def get_context(self) -> dict[str, Any]:
        """Say which reminder."""
        return {"lead": self.held.row.reminder.title}


class SnoozeView(OwnReminderView):
    """Put it off for a reason."""

    form_class = SnoozeForm
    title = "Snooze"
    submit_label = "Snooze"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the days there are."""
        days = snooze_days(self.request.actor, now=timezone.now())
        return {"days": [(day.isoformat(), f"{day:%a %-d %b}") for day in days]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Put it off."""
        until = date.fromisoformat(data["until"])
        snooze(
            actor=self.request.actor,
            now=timezone.now(),
            reminder_id=self.kwargs["reminder_id"],
            until=until,
            reason=data["reason"],
        )
        return f"Back on {until:%A %-d %B}."


class DoneView(OwnReminderView):
    """It is done."""

    form_class = DoneForm
    title = "Done with it"
    submit_label = "Done"

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it, if it is settled."""
        end_reminder(actor=self.request.actor, now=timezone.now(), reminder_id=self.kwargs["reminder_id"])
        return "Done."
