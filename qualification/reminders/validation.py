"""Reminders of validation: the verdict, red flags, and clearances that run out (domain §1.5, §1.6, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from django.urls import reverse

from opportunities.reminders.deals import day
from opportunities.reminders.pairing import with_deals
from qualification.domain.triggers import CLEARED_FOR_DAYS, ROUTES, TRIGGER_BY_KEY
from qualification.domain.validation import REVIEW_HOURS
from qualification.models import RedFlag, Review
from qualification.reminders.clearances import first_to_expire
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import heads, managers_of


@rule(
    Rule(
        key="validation_due",
        scope="opportunity",
        title="Validation due",
        trigger="a validation waits, at 50, 100 and 200 % of its two business days",
        stops="the verdict is given, or the request is taken back",
        lanes=(lane("validator", "50 %", "100 %", "200 %"), lane("lead", "100 %"), lane("leader", "200 %")),
        is_urgent=True,
    )
)
def validation_due(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the validations that wait; one that nobody has is its leaders' from the beginning."""
    waiting = list(Review.objects.filter(opportunity__in=ids, state="waiting").select_related("proposal"))
    leads = managers_of({review.reviewer_id for review in waiting if review.reviewer_id})
    leaders = heads().leaders if waiting else ()
    for review, deal in with_deals(waiting, attrgetter("opportunity_id")):
        found = deal.matter(
            "asked", review.requested_at,
            subject=RecordRef("review", review.pk),
            title=f"Give the verdict on {deal.name}",
            why=f"Version {review.proposal.number} of its proposal waits since {day(review.requested_at, now)}; "
            f"the verdict is due by {day(review.due_at, now)}.",
            people={
                "validator": (review.reviewer_id,) if review.reviewer_id else leaders,
                "lead": leads.get(review.reviewer_id or 0, ()),
                "leader": leaders,
            },
            path=reverse("qualification:review", args=[deal.id]),
            act="Give verdict",
        )  # fmt: skip
        # Who takes a review over has the day there was.
        yield replace(found, allowance=REVIEW_HOURS, moments={100: review.due_at})


@rule(
    Rule(
        key="redflag_open",
        scope="opportunity",
        title="Red flag past its day",
        trigger="the day of an open red flag is past",
        stops="the red flag is settled",
        lanes=(lane("owner", "0 bd", every="1 bd"), lane("leader", "3 bd")),
    )
)
def redflag_open(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the open red flags, due the day after theirs; a high one climbs to the leaders."""
    flags = list(RedFlag.objects.filter(opportunity__in=ids, closed_at=None).order_by("id"))
    leaders = heads().leaders if any(flag.severity == "high" for flag in flags) else ()
    for flag, deal in with_deals(flags, attrgetter("opportunity_id")):
        yield deal.matter(
            f"due:{flag.due_on}", flag.due_on + timedelta(days=1),
            subject=RecordRef("red_flag", flag.pk),
            title=f"Settle the red flag: {flag.text}",
            why=f"It was raised on {deal.name} and due by {day(flag.due_on, now)}.",
            people={"owner": (flag.owner_id,), "leader": leaders if flag.severity == "high" else ()},
            path=reverse("qualification:proposal", args=[deal.id]),
            act="See proposal",
        )  # fmt: skip


@rule(
    Rule(
        key="trigger_expiring",
        scope="opportunity",
        title="Clearance expires",
        trigger="what was cleared for the newest proposal is 25 days old",
        stops="it is cleared again, or need not be any more",
        lanes=(lane("owner", "25 d"),),
    )
)
def trigger_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find, for each newest version, the clearance that runs out first."""
    for clearance, deal in with_deals(first_to_expire(ids, now), attrgetter("proposal.opportunity_id")):
        label, route = TRIGGER_BY_KEY[clearance.trigger].label, ROUTES[clearance.route].lower()
        ends = clearance.at + timedelta(days=CLEARED_FOR_DAYS)
        yield deal.matter(
            f"cleared:{clearance.pk}", clearance.at,
            subject=RecordRef("trigger_clearance", clearance.pk),
            title=f"Have {clearance.trigger} cleared again on {deal.name}",
            why=f"{label} was cleared by {route} on {day(clearance.at, now)}; that holds until {day(ends, now)}.",
            path=reverse("qualification:proposal", args=[deal.id]),
            act="See proposal",
        )  # fmt: skip
