"""The validation desk: every review that waits, the one due first on top, with its clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet

from opportunities.queries.visible import charter_facts, visible_to
from qualification.domain.validation import REVIEW_HOURS
from qualification.models import Confirmation, Review
from qualification.queries.causes import causes_of_many
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.business_time import HOURS_A_DAY, Calendar, business_hours_between
from salesops.core.errors import NotVisible
from salesops.users.queries import calendars_of

# The median looks back so far.
MEDIAN_DAYS = 90
MOST = 200


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of the time for a verdict is left, in the reviewer's business hours."""

    left: float

    @property
    def spent(self) -> int:
        """The share of the time that is used, in per cent, 100 once it is over."""
        return min(100, max(0, round((REVIEW_HOURS - self.left) / REVIEW_HOURS * 100)))

    @property
    def is_over(self) -> bool:
        """Whether it is late."""
        return self.left < 0

    @property
    def words(self) -> str:
        """What is left, or by how much it is late."""
        hours = abs(self.left)
        days, rest = divmod(hours, HOURS_A_DAY)
        parts = [f"{int(days)} bd"] if days else []
        parts += [f"{int(rest)} h"] if int(rest) else []
        if not parts:
            parts = [f"{round(rest * 60)} min"]
        return f"{' '.join(parts)} {'late' if self.is_over else 'left'}"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One waiting review in the queue."""

    review: Review
    clock: Clock
    triggers: Sequence[str]
    open_flags: int

    @property
    def summary(self) -> str:
        """What it is about in a few words."""
        fired = len(self.triggers)
        words = f"{fired} triggers" if fired != 1 else self.triggers[0]
        flags = f", {self.open_flags} red flag{'s' * (self.open_flags != 1)}" if self.open_flags else ""
        return (words if fired else "nothing fires") + flags


@dataclass(frozen=True, slots=True)
class Desk:
    """The queue, and how long verdicts took lately: the median in business days, None without any."""

    rows: Sequence[DeskRow]
    median_days: float | None


def desk(actor: Actor, *, now: datetime) -> Desk:
    """This function will list the reviews that wait, the one due first on top (domain §1.6)."""
    related = ("opportunity__account", "opportunity__owner", "reviewer", "proposal")
    seen = Review.objects.filter(opportunity__in=visible_to(actor))
    flags = Count("opportunity__red_flags", filter=Q(opportunity__red_flags__closed_at=None))
    waiting = seen.filter(state="waiting").select_related(*related).annotate(open_flags=flags)
    found = [
        each
        for each in waiting.order_by("due_at", "id")[:MOST]
        if decide(actor, "opp.view_full", charter_facts(each.opportunity, actor)).allowed
    ]
    causes = causes_of_many([each.proposal_id for each in found], now)
    calendars = calendars_of([each.reviewer_id for each in found])
    rows = [
        DeskRow(
            review=each,
            clock=_clock(each, calendars[each.reviewer_id or 0], now),
            triggers=[cause.key for cause in causes[each.proposal_id]],
            open_flags=each.open_flags,
        )
        for each in found
    ]
    return Desk(rows, _median_days(seen.filter(decided_at__gte=now - timedelta(days=MEDIAN_DAYS))))


def waiting_count(actor: Actor) -> int:
    """This function will count the reviews that wait for the person's verdict."""
    return Review.objects.filter(state="waiting", reviewer=actor.user_id or 0).count()


def _clock(review: Review, calendar: Calendar, now: datetime) -> Clock:
    return Clock(business_hours_between(now, review.due_at, calendar=calendar))


def confirmed_list(actor: Actor) -> QuerySet[Confirmation]:
    """This function will list what is confirmed for every buyer, by kind and name.

    Raises: NotVisible for people who see no deal in full.
    """
    if not decide(actor, "opp.view_full", Facts()).allowed:
        raise NotVisible("not_found", "There is no such list for you.", next_action="Open Today.")
    rows = Confirmation.objects.filter(opportunity=None, withdrawn_at=None).select_related("by")
    return rows.order_by("kind", "name", "id")


def _median_days(decided: QuerySet[Review]) -> float | None:
    rows = list(decided.order_by("-decided_at")[:MOST])
    calendars = calendars_of([each.reviewer_id for each in rows])
    spans = [
        business_hours_between(each.requested_at, each.decided_at, calendar=calendars[each.reviewer_id or 0])
        / HOURS_A_DAY
        for each in rows
        if each.decided_at
    ]
    return round(median(spans), 1) if spans else None
