"""Everything a partner reads, through a role of its own that sees only the partner its transaction names (ADR 0601).

The filter in each query and the row-level security of PostgreSQL say the same thing; either alone is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections, transaction
from django.db.models import Q, QuerySet
from django_countries import countries

from salesops.accounts.domain.nda import NdaState, nda_state
from salesops.accounts.models import Partner
from salesops.core.errors import NotVisible
from salesops.intake.domain.portal import Shown
from salesops.intake.models import (
    Introduction,
    IntroductionQuestion,
    MeetingInvitation,
    PortalKit,
    PortalPerson,
    Protection,
    ProtectionDispute,
)

PORTAL = "partner"
# The columns the role may read (salesops.db.grants.PARTNER_GRANTS); a test holds the two lists together.
COLUMNS = (
    "id", "receipt", "partner_id", "state", "progress", "draft", "saved_at", "company", "domain", "country", "city",
    "buyer_name", "buyer_title", "buyer_email", "agreed_on", "timeline", "wanted_by", "problem", "has_promised",
    "promised", "buyer_phone", "buyer_role", "known_how", "current_setup", "other_vendors", "asset_id",
    "preferred_step", "confidential", "submitted_at", "verdict", "reviewer_id", "answer_due", "decided_at",
    "decline_reason", "basis", "host_id", "introduce_by", "introduced_at", "shared_step", "fee_state", "fee_paid_on",
    "ended_at",
)  # fmt: skip
QUESTION = ("introduction_id", "text", "asked_at", "due_at", "answer", "answered_at")
PROTECTION = ("introduction_id", "accepted_at", "ends_at", "extended_at", "is_held", "ended_at", "end_reason")
DISPUTE = ("introduction_id", "words", "raised_at", "outcome", "ruling", "settled_at")


@dataclass(frozen=True, slots=True)
class Home:
    """A partner's own standing: its name and its non-disclosure agreement today."""

    name: str
    nda: NdaState


@contextmanager
def as_partner(partner_id: int) -> Iterator[None]:
    """This function will name the partner to PostgreSQL until the block ends; without it the role reads nothing."""
    with transaction.atomic(using=PORTAL):
        with connections[PORTAL].cursor() as cursor:
            cursor.execute("SELECT set_config('salesops.partner', %s, true)", [str(partner_id)])
        yield


def own(partner_id: int) -> Q:
    """This function will return the filter every query of the portal carries."""
    return Q(partner_id=partner_id)


def home(partner_id: int, today: date) -> Home:
    """This function will return how the partner itself stands today. Raises: NotVisible."""
    with as_partner(partner_id):
        rows = Partner.objects.using(PORTAL).filter(pk=partner_id)
        row = rows.values_list("name", "nda_from", "nda_to").first()
    if row is None:
        raise NotVisible("partner_not_found", "There is no such page here.")
    return Home(row[0], nda_state(row[1], row[2], today))


def own_introductions(partner_id: int, words: str = "") -> list[Shown]:
    """This function will list the partner's introductions, newest first, with what stands on each; no drafts."""
    with as_partner(partner_id):
        rows = _introductions(partner_id).exclude(state="draft")
        if words:
            rows = rows.filter(Q(company__icontains=words) | Q(buyer_name__icontains=words) | Q(receipt__iexact=words))
        return _with_what_stands(partner_id, list(rows.order_by("-submitted_at", "-id").values(*COLUMNS)))


def own_drafts(partner_id: int) -> list[dict[str, Any]]:
    """This function will list what the partner has not sent yet, the newest first."""
    with as_partner(partner_id):
        rows = _introductions(partner_id).filter(state="draft")
        return [dict(row) for row in rows.order_by("-saved_at", "-id").values("receipt", "draft", "saved_at")]


def own_introduction(partner_id: int, receipt: str) -> Shown:
    """This function will return one introduction of the partner, a draft too.

    Raises: NotVisible in the same words for every other one, there or not (reliability P17).
    """
    with as_partner(partner_id):
        row = _introductions(partner_id).filter(receipt=receipt).values(*COLUMNS).first()
        if row is None:
            raise NotVisible("introduction_not_found", "There is no such page here.")
        return _with_what_stands(partner_id, [row])[0]


@dataclass(frozen=True, slots=True)
class History:
    """What was asked and answered on one introduction, and the meetings the partner is invited to."""

    questions: list[dict[str, Any]]
    invitations: list[dict[str, Any]]


def history_of(partner_id: int, introduction_id: int, now: datetime) -> History:
    """This function will return the questions on an introduction, and the named meetings that lie ahead (§11.5)."""
    with as_partner(partner_id):
        about = own(partner_id) & Q(introduction_id=introduction_id)
        questions = IntroductionQuestion.objects.using(PORTAL).filter(about).order_by("asked_at", "id")
        meetings = MeetingInvitation.objects.using(PORTAL).filter(about, withdrawn_at__isnull=True, starts_at__gte=now)
        return History(
            [dict(row) for row in questions.values(*QUESTION)],
            [dict(row) for row in meetings.order_by("starts_at", "id").values("title", "starts_at", "place")],
        )


def kit(partner_id: int) -> list[PortalKit]:
    """This function will list what of our marketing a partner may use, the newest first (domain §11.7)."""
    with as_partner(partner_id):
        return list(PortalKit.objects.using(PORTAL).order_by("-published_at", "-id"))


def _introductions(partner_id: int) -> QuerySet[Introduction]:
    return Introduction.objects.using(PORTAL).filter(own(partner_id))


def _with_what_stands(partner_id: int, rows: list[dict[str, Any]]) -> list[Shown]:
    ids = [row["id"] for row in rows]
    about = own(partner_id) & Q(introduction_id__in=ids)
    asked = IntroductionQuestion.objects.using(PORTAL).filter(about, answered_at__isnull=True).order_by("id")
    held = Protection.objects.using(PORTAL).filter(about).order_by("id")
    disputes = ProtectionDispute.objects.using(PORTAL).filter(about).order_by("id")
    questions = {each["introduction_id"]: each for each in asked.values(*QUESTION)}
    protections = {each["introduction_id"]: each for each in held.values(*PROTECTION)}
    disputed = {each["introduction_id"]: each for each in disputes.values(*DISPUTE)}
    names = dict(PortalPerson.objects.using(PORTAL).values_list("id", "name"))
    for row in rows:
        row["country_name"] = str(countries.name(row["country"]))
    return [
        Shown(row, questions.get(row["id"]), protections.get(row["id"]), disputed.get(row["id"]), names) for row in rows
    ]
