"""The clock of the first touch: segment A the same day, B within two business days (domain §11.7, §12)."""

from __future__ import annotations

from datetime import datetime

from salesops.core.business_time import (
    HOURS_A_DAY,
    Calendar,
    add_business_hours,
    business_hours_between,
    next_opening,
)
from salesops.intake.domain.scoring import faded, score_of, segment_of
from salesops.intake.models import Lead
from salesops.users.queries import calendar_of

WITHIN_DAYS = {"B": 2}


def start_clock(lead: Lead, *, now: datetime) -> None:
    """This function will set by when a lead wants its first touch; a clock that runs is only ever made shorter.

    It runs in the owner's working hours. Leads of segments C and D, and those touched before, have none.
    """
    score = score_of(lead.fit, faded(lead.behaviour, lead.scored_at, now), lead.interest)
    segment = segment_of(score)
    if segment not in "AB" or lead.first_touched_at is not None:
        return
    calendar = calendar_of(lead.owner_id)
    due = _due(segment, now, calendar)
    if lead.due_at is not None and lead.due_at <= due:
        return
    hours = business_hours_between(now, due, calendar=calendar)
    lead.remind_at = add_business_hours(now, hours / 2, calendar=calendar)
    lead.due_at = due
    lead.escalates_at = add_business_hours(due, HOURS_A_DAY, calendar=calendar)


def _due(segment: str, now: datetime, calendar: Calendar) -> datetime:
    if segment in WITHIN_DAYS:
        return add_business_hours(now, WITHIN_DAYS[segment] * HOURS_A_DAY, calendar=calendar)
    return calendar.hours_on(calendar.day_of(next_opening(now, calendar=calendar)))[1]
