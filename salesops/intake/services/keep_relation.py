"""What our people do on an introduction after the decision: reviewer, extension, shared step, invitation, dispute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.intake import events
from salesops.intake.domain.introductions import EXTENDED_BY, RUNNING, WAITING
from salesops.intake.models import Introduction, MeetingInvitation, Protection, ProtectionDispute
from salesops.intake.queries.introductions import visible_to
from salesops.intake.services.acting import facts_of, lock_for_us, ref, tell
from salesops.intake.services.tell_partner import tell_partner, tell_us
from salesops.users.queries import people_by_roles

REVIEWERS = ("sdr", "ae", "bd", "csm", "regional_vp", "leader", "revops_admin")
KEEPERS = ("partner_manager", "revops_admin", "regional_vp", "leader")
SHORTEST = 20


def change_reviewer(*, actor: Actor, now: datetime, receipt: str, reviewer_id: int) -> Introduction:
    """This function will give a waiting introduction to another reviewer; its clock runs on (§11.2).

    Raises: NotVisible; Refused; Conflict; Invalid.
    """
    reviewer = people_by_roles(actor, REVIEWERS).filter(pk=reviewer_id).first()
    if reviewer is None:
        raise Invalid({"reviewer_id": ["Choose somebody who may decide it."]})
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt)
        if introduction.state not in WAITING:
            raise Conflict(
                "state", "It is decided already.", next_action="Nothing was changed.", subject=ref(introduction)
            )
        introduction.reviewer = reviewer
        introduction.save()
        tell(introduction, events.INTRO_REASSIGNED, actor=actor, now=now, data={"reviewer_id": reviewer.pk})
        tell_us(
            introduction, key="reviewer", to=reviewer.pk, now=now,
            title=f"Read the introduction of {introduction.company}", body=f"{actor.name} put it to you.",
        )  # fmt: skip
    return introduction


def extend_protection(*, actor: Actor, now: datetime, receipt: str, evidence: str) -> Protection:
    """This function will lengthen a protection once, by 30 days, on evidence that something happens (§11.4).

    Raises: NotVisible; Refused; Conflict where none stands or it was extended; Invalid.
    """
    words = _words(evidence, "evidence")
    with transaction.atomic():
        introduction = _lock(actor, receipt)
        rows = Protection.objects.select_for_update(of=("self",)).filter(
            introduction=introduction, ended_at__isnull=True
        )
        protection = rows.first()
        if (
            protection is None
            or protection.extended_at is not None
            or (protection.ends_at <= now and not protection.is_held)
        ):
            raise Conflict(
                "protection", "There is no protection left to extend.", next_action="It is extended once.",
                subject=ref(introduction),
            )  # fmt: skip
        protection.ends_at += EXTENDED_BY
        protection.extended_at, protection.extended_by_id, protection.evidence = now, actor.user_id, words
        protection.save(update_fields=["ends_at", "extended_at", "extended_by_id", "evidence"])
        data = {"ends_at": protection.ends_at.isoformat()}
        tell(introduction, events.PROTECTION_EXTENDED, actor=actor, now=now, data=data)
        tell_partner(
            introduction, key="extended", now=now, title=f"The protection of {introduction.company} is longer",
            body=f"It now runs until {protection.ends_at:%d %b %Y}.",
        )  # fmt: skip
    return protection


def share_step(*, actor: Actor, now: datetime, receipt: str, step: str) -> Introduction:
    """This function will show the partner one next step in our words, or take it away again (§11.6).

    Raises: NotVisible; Refused; Conflict; Invalid.
    """
    words = " ".join(step.split())
    if len(words) > 200:
        raise Invalid({"step": ["At most 200 characters."]})
    with transaction.atomic():
        introduction = _lock_running(actor, receipt)
        introduction.shared_step = words
        introduction.save()
        tell(introduction, events.INTRO_STEP_SHARED, actor=actor, now=now, data={"step": words})
    return introduction


def invite_to_meeting(
    *, actor: Actor, now: datetime, receipt: str, title: str, starts_at: datetime, place: str = ""
) -> MeetingInvitation:
    """This function will ask the partner to one named meeting; nothing else of the deal opens to them (§11.5).

    Raises: NotVisible; Refused; Conflict; Invalid.
    """
    wrong = {}
    if not 3 <= len(title.strip()) <= 120:
        wrong["title"] = ["Between 3 and 120 characters."]
    if starts_at <= now:
        wrong["starts_at"] = ["It must lie ahead."]
    if len(place) > 300:
        wrong["place"] = ["At most 300 characters."]
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        introduction = _lock_running(actor, receipt)
        meeting = MeetingInvitation.objects.create(
            introduction=introduction, partner_id=introduction.partner_id, title=" ".join(title.split()),
            starts_at=starts_at, place=" ".join(place.split()), by_id=actor.person_id, at=now,
        )  # fmt: skip
        data = {"meeting_id": meeting.pk, "starts_at": starts_at.isoformat()}
        tell(introduction, events.MEETING_INVITED, actor=actor, now=now, data=data)
        tell_partner(
            introduction, key=f"meeting:{meeting.pk}", now=now, title=f"You are invited: {meeting.title}",
            body=f"About {introduction.company}. Day, time and place stand in the portal.",
        )  # fmt: skip
    return meeting


def settle_dispute(*, actor: Actor, now: datetime, receipt: str, outcome: str, ruling: str) -> ProtectionDispute:
    """This function will answer a dispute, for good; whoever decided the introduction does not judge it (§11.3).

    Raises: NotVisible; Refused; Conflict where none is open; Invalid.
    """
    words = _words(ruling, "ruling")
    if outcome not in ("upheld", "rejected"):
        raise Invalid({"outcome": ["Choose an outcome."]})
    with transaction.atomic():
        introduction = _lock(actor, receipt)
        if not actor.has_role(*KEEPERS) or introduction.decided_by_id == actor.user_id:
            raise Refused(
                "R15", "A second person judges a dispute: a partner manager, operations, a regional VP or a leader.",
                next_action="Ask one of them.", action="dispute.settle", subject=ref(introduction),
            )  # fmt: skip
        dispute = introduction.disputes.select_for_update().filter(settled_at__isnull=True).first()
        if dispute is None:
            raise Conflict(
                "dispute", "No dispute is open.", next_action="Nothing was changed.", subject=ref(introduction)
            )
        dispute.outcome, dispute.ruling = outcome, words
        dispute.settled_by_id, dispute.settled_at = actor.user_id, now
        dispute.save(update_fields=["outcome", "ruling", "settled_by_id", "settled_at"])
        tell(introduction, events.DISPUTE_SETTLED, actor=actor, now=now, data={"outcome": outcome})
        tell_partner(
            introduction, key=f"ruling:{dispute.pk}", now=now, title=f"Our answer on {introduction.company}", body=words
        )
    return dispute


def _lock(actor: Actor, receipt: str) -> Introduction:
    """Lock an introduction for who keeps the relation: whoever decides it, its host, and partner managers."""
    found = visible_to(actor).select_for_update(of=("self",), no_key=True).filter(receipt=receipt).first()
    if found is None:
        raise NotVisible("introduction_not_found", "There is no such introduction here.")
    if actor.user_id != found.host_id and not actor.has_role(*KEEPERS):
        require(actor, "intro.decide", facts_of(actor, found))
    return found


def _lock_running(actor: Actor, receipt: str) -> Introduction:
    found = _lock(actor, receipt)
    if found.state not in RUNNING:
        raise Conflict("state", "It is not running.", next_action="Nothing was changed.", subject=ref(found))
    return found


def _words(text: str, name: str) -> str:
    words = " ".join(text.split())
    if not SHORTEST <= len(words) <= 600:
        raise Invalid({name: [f"Between {SHORTEST} and 600 characters."]})
    return words
