"""Tell somebody that a lead is theirs now, with the clock of its first touch (domain §11.7)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from salesops.core.actor import Actor
from salesops.intake.domain.touch_clock import touch_clock
from salesops.intake.models import Lead
from salesops.notifications.services.notify import notify
from salesops.users.queries import calendar_of

KIND = "lead_given"


def tell_owner(lead: Lead, *, actor: Actor, now: datetime) -> None:
    """This function will tell a saved lead's owner of it, once for each time it is given; nobody tells themselves.

    It is urgent while the clock of a first touch runs. It holds nothing of the person who asked.
    """
    if lead.owner_id is None or lead.owner_id == actor.user_id:
        return
    clock = _clock(lead, now)
    notify(
        dedupe=f"lead:{lead.pk}:v{lead.version}:{lead.owner_id}",
        recipient_id=lead.owner_id,
        kind=KIND,
        is_urgent=bool(clock),
        title=f"{lead.company} is your lead",
        body=f"{lead.get_source_display()}. {clock or 'No clock runs.'}",
        path=reverse("intake:lead", args=[lead.pk]),
        why=lead.owner_reason,
        subject_kind="lead",
        subject_id=lead.pk,
        now=now,
    )


def _clock(lead: Lead, now: datetime) -> str:
    if lead.due_at is None or lead.first_touched_at is not None:
        return ""
    calendar = calendar_of(lead.owner_id)
    due = lead.due_at.astimezone(ZoneInfo(calendar.zone))
    left = touch_clock(lead.opened_at, lead.due_at, now, calendar=calendar).words
    return f"First touch by {due:%-d %b, %H:%M}: {left}."
