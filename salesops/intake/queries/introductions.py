"""Introductions as our own people read them: the triage queue and one introduction (domain §11.2, §11.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.domain.introductions import ENDED, RUNNING, WAITING
from salesops.intake.domain.touch_clock import TouchClock, touch_clock
from salesops.intake.models import (
    Introduction,
    IntroductionQuestion,
    Lead,
    MeetingInvitation,
    ProtectionDispute,
    ReferrerLink,
)
from salesops.users.queries import calendars_of

# Who works with introductions. Delivery and legal meet the deal that comes of one; finance pays what is due.
READERS = frozenset({"sdr", "ae", "bd", "csm", "regional_vp", "leader", "revops_admin", "partner_manager", "marketer"})
FINANCE = frozenset({"finance_ops", "vp_finance"})
TABS = {"waiting": WAITING, "running": RUNNING, "ended": ENDED}
# Our first word is awaited; while a question is with the partner, the clock stands still.
UNANSWERED = ("submitted", "in_review")
PAGE_SIZE = 50


def visible_to(actor: Actor) -> QuerySet[Introduction]:
    """This function will return the introductions the actor may see; drafts are their partner's alone (§11.6)."""
    rows = Introduction.objects.exclude(state="draft")
    if actor.via == "system" or actor.roles & READERS:
        return rows
    return rows.filter(fee_state__in=("due", "paid")) if actor.roles & FINANCE else rows.none()


def shown_introductions(actor: Actor) -> QuerySet[Introduction]:
    """This function will return the introductions the actor may see, each with how its protection stands."""
    return visible_to(actor).annotate(
        protected_until=F("protection__ends_at"),
        is_held=F("protection__is_held"),
        protection_ended_at=F("protection__ended_at"),
        protection_end_reason=F("protection__end_reason"),
    )


def introduction_by_receipt(actor: Actor, receipt: str) -> Introduction:
    """This function will return one introduction with everybody on it.

    Raises: NotVisible where there is none for this actor.
    """
    rows = shown_introductions(actor).select_related(
        "asset", "partner__manager", "reviewer", "host", "submitted_by", "decided_by", "referrer", "protection"
    )
    found = rows.filter(receipt=receipt).first()
    if found is None:
        raise NotVisible("introduction_not_found", "There is no such introduction here.")
    return found


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """An introduction and, while it waits for our first word, the clock of that in its reader's business hours."""

    introduction: Introduction
    clock: TouchClock | None


@dataclass(frozen=True, slots=True)
class Queue:
    """One tab of the triage queue, with the count of each tab. `number` starts at 1."""

    tab: str
    rows: list[IntroductionRow]
    counts: dict[str, int]
    number: int
    has_next: bool


def queue(actor: Actor, *, tab: str, words: str, number: int, now: datetime) -> Queue:
    """This function will return one page of a tab: what waits by its clock, the rest newest first (§11.2)."""
    tab = tab if tab in TABS else "waiting"
    rows = visible_to(actor)
    if words:
        rows = rows.filter(Q(company__icontains=words) | Q(partner__name__icontains=words) | Q(receipt__iexact=words))
    counted = rows.aggregate(**{name: Count("pk", filter=Q(state__in=states)) for name, states in TABS.items()})
    order = ("answer_due", "id") if tab == "waiting" else (F("decided_at").desc(nulls_last=True), "-id")
    mine = rows.filter(state__in=TABS[tab]).select_related("partner", "reviewer", "host", "protection").order_by(*order)
    start = (number - 1) * PAGE_SIZE
    page = list(mine[start : start + PAGE_SIZE + 1])
    return Queue(tab, with_answer_clocks(page[:PAGE_SIZE], now=now), counted, number, len(page) > PAGE_SIZE)


def with_answer_clocks(introductions: list[Introduction], *, now: datetime) -> list[IntroductionRow]:
    """This function will give introductions that wait for our first word the clock of it; one statement, or none."""
    readers = {each.reviewer_id for each in introductions if each.state in UNANSWERED}
    calendars = calendars_of(readers) if readers else {}
    return [
        IntroductionRow(
            each,
            touch_clock(each.submitted_at, each.answer_due, now, calendar=calendars[each.reviewer_id or 0])
            if each.state in UNANSWERED and each.submitted_at and each.answer_due
            else None,
        )
        for each in introductions
    ]


def links_of(actor: Actor, partner_id: int) -> list[ReferrerLink]:
    """This function will list the referrer links of a partner, newest first, for who works with introductions."""
    if not actor.roles & READERS:
        return []
    return list(ReferrerLink.objects.filter(partner_id=partner_id).select_related("by"))


@dataclass(frozen=True, slots=True)
class Record:
    """What was asked, disputed and planned on one introduction."""

    questions: list[IntroductionQuestion]
    disputes: list[ProtectionDispute]
    meetings: list[MeetingInvitation]
    lead: Lead | None


def record_of(introduction: Introduction) -> Record:
    """This function will return the record of an introduction the caller may see."""
    return Record(
        list(introduction.questions.select_related("by")),
        list(introduction.disputes.select_related("raised_by", "settled_by")),
        list(introduction.invitations.filter(withdrawn_at__isnull=True)),
        Lead.objects.filter(introduction_id=introduction.pk).first(),
    )


def promise_of(introduction_id: int) -> str:
    """This function will return what a partner said it had promised the buyer, in its words; '' for nothing (T12)."""
    rows = Introduction.objects.filter(pk=introduction_id, has_promised=True)
    return rows.values_list("promised", flat=True).first() or ""


def credit_of(introduction_id: int) -> tuple[int, str]:
    """This function will return whose introduction it is, and its receipt (domain §11.5)."""
    return Introduction.objects.values_list("partner_id", "receipt").get(pk=introduction_id)
