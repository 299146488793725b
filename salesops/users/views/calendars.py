"""Calendars: when one works, when people work who say nothing else, and days on which nobody does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.users import queries
from salesops.users.domain.roles import can_manage_people
from salesops.users.domain.working_time import WorkingTime
from salesops.users.forms import DayOffForm, DefaultCalendarForm, OwnCalendarForm
from salesops.users.services.add_day_off import add_day_off
from salesops.users.services.change_calendar import change_calendar
from salesops.users.services.change_default_calendar import change_default_calendar
from salesops.users.services.remove_day_off import remove_day_off
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_calendars(request: ActingRequest) -> HttpResponse:
    """Show the workspace's calendar, its days off, and who works at other times."""
    context = {
        "setting": queries.workspace(),
        "days_off": queries.days_off(),
        "others": queries.other_working_times(request.actor),
        "may_change": can_manage_people(request.actor.roles),
        "today": timezone.localdate(),
    }
    return render(request, "users/calendars.html", context)


class CalendarFormView(SheetFormView):
    """A form about a working time; another country in it offers that country's regions."""

    def given(self) -> dict[str, Any]:
        """Return what stands in the form that asks for other regions; nothing where it is opened."""
        sent = self.request.GET
        return {**sent.dict(), "days": sent.getlist("days")} if "country" in sent else {}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the regions of the country that is chosen."""
        sent = self.request.POST if self.request.method == "POST" else self.get_initial()
        return {"country": sent.get("country", ""), "here": self.request.path}

    @staticmethod
    def initial_of(working_time: WorkingTime) -> dict[str, Any]:
        """Return a working time as the form shows it."""
        return {**working_time.facts, "days": [str(day) for day in sorted(working_time.days)]}


class OwnCalendarView(CalendarFormView):
    """One's own working time, or the workspace's."""

    form_class = OwnCalendarForm
    title = "Working hours"
    lead = "Clocks and reminders of yours run in these hours, in your time zone."

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds now."""
        own = queries.own_working_time(self.request.actor)
        held = {"follows": own is None, **self.initial_of(own or queries.workspace().working_time)}
        return self.given() or held

    def get_back_url(self) -> str:
        """Cancelling leads to the profile."""
        return reverse("settings_profile")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        working_time = None if data["follows"] else data["working_time"]
        change_calendar(actor=self.request.actor, now=timezone.now(), working_time=working_time)
        return "Saved."


class DefaultCalendarView(CalendarFormView):
    """When people work who say nothing else."""

    form_class = DefaultCalendarForm
    title = "Workspace calendar"
    lead = "It holds for everybody who has not chosen hours of their own. Clocks that run keep their end."

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds now."""
        setting = queries.workspace()
        return self.given() or {"time_zone": setting.time_zone, **self.initial_of(setting.working_time)}

    def get_back_url(self) -> str:
        """Cancelling leads to the calendars."""
        return reverse("settings_calendars")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        change_default_calendar(
            actor=self.request.actor,
            now=timezone.now(),
            time_zone=data["time_zone"],
            working_time=data["working_time"],
        )
        return "Saved."


class NewDayOffView(SheetFormView):
    """A day on which nobody works."""

    form_class = DayOffForm
    title = "Add a day off"
    lead = "For everybody, besides their public holidays."
    submit_label = "Add the day"

    def get_back_url(self) -> str:
        """Cancelling leads to the calendars."""
        return reverse("settings_calendars")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        row = add_day_off(actor=self.request.actor, now=timezone.now(), **data)
        return f"{row.name} added."


class RemoveDayOffView(SheetFormView):
    """A day off taken back."""

    form_class = Form
    title = "Make it a working day?"
    lead = "Clocks that run already keep their end."
    submit_label = "Make it a working day"
    submit_style = "danger"

    def get_back_url(self) -> str:
        """Cancelling leads to the calendars."""
        return reverse("settings_calendars")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Remove it."""
        remove_day_off(actor=self.request.actor, now=timezone.now(), day_off_id=self.kwargs["day_off_id"])
        return "It is a working day again."
