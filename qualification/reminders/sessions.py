"""Reminders of the sessions of a proof of concept (domain §4.1, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse

from opportunities.reminders.deals import day
from opportunities.reminders.pairing import with_deals
from qualification.domain.poc import SESSIONS
from qualification.models import PocSession
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule

RUNNING = ("planned", "running")


@rule(
    Rule(
        key="poc_prep",
        scope="opportunity",
        title="Session to prepare",
        trigger="a session of a proof of concept is a business day away",
        stops="the session is held, moved or cancelled",
        lanes=(lane("lead", "-1 bd"),),
    )
)
def poc_prep(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the sessions on the calendar, due at the same hour of the business day before."""
    for session, deal in with_deals(_booked(ids), attrgetter("poc.opportunity_id")):
        yield deal.matter(
            f"starts:{session.starts_at:%Y-%m-%dT%H:%M}", session.starts_at,
            subject=RecordRef("poc_session", session.pk),
            title=f"Prepare {session.get_kind_display()} with {deal.name}",
            why=f"You lead the session on {day(session.starts_at, now)}.",
            people={"lead": (session.lead_id,)},
            path=reverse("qualification:poc", args=[deal.id]),
            act="Open the POC",
        )  # fmt: skip


@rule(
    Rule(
        key="poc_session_overdue",
        scope="opportunity",
        title="Session not closed, or none booked",
        trigger="a session is past and not closed, or none is booked two business days after the last was held",
        stops="it is closed, or the next one is booked",
        lanes=(lane("lead", "1 bd"), lane("owner", "3 bd"), lane("manager", "3 bd")),
    )
)
def poc_session_overdue(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the sessions on the calendar, and the last ones held that nothing follows."""
    for session, deal in with_deals(_booked(ids), attrgetter("poc.opportunity_id")):
        yield deal.matter(
            f"starts:{session.starts_at:%Y-%m-%dT%H:%M}", session.starts_at,
            subject=RecordRef("poc_session", session.pk),
            title=f"Close {session.get_kind_display()} with {deal.name}",
            why=f"It was on the calendar for {day(session.starts_at, now)} and nobody said how it went.",
            people=deal.people | {"lead": (session.lead_id,)},
            path=reverse("qualification:hold_session", args=[deal.id, session.pk]),
            act="Close it",
        )  # fmt: skip
    for last, deal in with_deals(_last_held(ids), attrgetter("poc.opportunity_id")):
        following = next(each for each in SESSIONS if each.number == _number(last) + 1)
        # It begins the day after, so that one business day later two have passed.
        yield deal.matter(
            f"held:{last.starts_at:%Y-%m-%d}", (last.starts_at + timedelta(days=1)).date(),
            subject=RecordRef("poc_session", last.pk),
            title=f"Book {following.label} with {deal.name}",
            why=f"{last.get_kind_display()} was held on {day(last.starts_at, now)} and no session is booked since.",
            people=deal.people | {"lead": (last.lead_id,)},
            path=f"{reverse('qualification:book_session', args=[deal.id])}?{urlencode({'kind': following.key})}",
            act="Book it",
        )  # fmt: skip


def _booked(ids: Sequence[int]) -> list[PocSession]:
    rows = PocSession.objects.filter(poc__opportunity__in=ids, poc__state__in=RUNNING, state="scheduled")
    return list(rows.select_related("poc").order_by("starts_at", "id"))


def _last_held(ids: Sequence[int]) -> list[PocSession]:
    """Return the last session held of each proof that has none on the calendar and another one to come."""
    rows = PocSession.objects.filter(poc__opportunity__in=ids, poc__state__in=RUNNING, state="held")
    rows = rows.exclude(poc__sessions__state="scheduled").select_related("poc")
    last = rows.order_by("poc", "-starts_at", "-id").distinct("poc")
    return [row for row in last if _number(row) < len(SESSIONS)]


def _number(session: PocSession) -> int:
    return next(each.number for each in SESSIONS if each.key == session.kind)
