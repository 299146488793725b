"""What the services about introductions share: the partner of who acts, locks, and one way to say what happened."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection

from salesops.accounts.models import Partner, PartnerPerson
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from salesops.intake.domain.introductions import RUNNING, STATES, may_move
from salesops.intake.models import Introduction
from salesops.intake.queries.introductions import visible_to
from salesops.outbox.services.emit import emit
from salesops.users.queries import workspace

# Who keeps the relation with partners, besides reviewer and host.
KEEPERS = ("partner_manager", "revops_admin", "regional_vp", "leader")


def partner_of(actor: Actor) -> Partner:
    """This function will return the partner for whom the actor introduces.

    Raises: NotVisible for anybody who introduces for none: outsiders learn nothing of where they stand (P17).
    """
    people = PartnerPerson.objects.filter(user_id=actor.user_id or 0, ended_at__isnull=True)
    person = people.select_related("partner").first()
    if person is None:
        raise NotVisible("partner_not_found", "There is no such page here.")
    return person.partner


def require_nda(actor: Actor, partner: Partner, now: datetime) -> None:
    """This function will raise Refused R18 unless the partner's non-disclosure agreement is valid today (§11.1).

    Raises: Refused.
    """
    subject = RecordRef("partner", partner.pk)
    if not partner.nda_on(now.date()).is_valid:
        why = refusal("R18")
        raise Refused(why.code, why.sentence, next_action=why.next_action, action="intro.submit", subject=subject)
    require(actor, "intro.submit", Facts(subject=subject, is_nda_valid=True))


def lock_own(actor: Actor, receipt: str) -> Introduction:
    """This function will lock an introduction of the actor's own partner. Raises: NotVisible."""
    partner = partner_of(actor)
    rows = Introduction.objects.select_for_update(of=("self",), no_key=True).select_related("partner")
    found = rows.filter(partner=partner, receipt=receipt).first()
    if found is None:
        raise NotVisible("introduction_not_found", "There is no such page here.")
    return found


def lock_draft(actor: Actor, receipt: str) -> Introduction:
    """This function will lock an unfinished introduction of the actor's own partner.

    Raises: NotVisible; Conflict where it was sent already.
    """
    introduction = lock_own(actor, receipt)
    if introduction.state != "draft":
        raise Conflict("sent", "This introduction was sent already.", next_action="See its receipt.")
    return introduction


def lock_for_us(actor: Actor, receipt: str, version: int | None) -> Introduction:
    """This function will lock an introduction for who decides it (domain §1.3).

    Raises: NotVisible; StaleVersion; Refused.
    """
    found = lock_visible(actor, receipt, version)
    require(actor, "intro.decide", facts_of(actor, found))
    return found


def lock_kept(actor: Actor, receipt: str, version: int | None) -> Introduction:
    """This function will lock an introduction for who keeps the relation: its reviewer, its host, partner managers.

    Raises: NotVisible; StaleVersion; Refused.
    """
    found = lock_visible(actor, receipt, version)
    if actor.user_id != found.host_id and not actor.has_role(*KEEPERS):
        require(actor, "intro.decide", facts_of(actor, found))
    return found


def lock_running(actor: Actor, receipt: str, version: int | None) -> Introduction:
    """This function will lock an accepted introduction that is not over, for who keeps the relation.

    Raises: NotVisible; StaleVersion; Refused; Conflict.
    """
    found = lock_kept(actor, receipt, version)
    if found.state not in RUNNING:
        raise Conflict("state", "It is not running.", next_action="Nothing was changed.", subject=ref(found))
    return found


def lock_visible(actor: Actor, receipt: str, version: int | None) -> Introduction:
    """This function will lock an introduction that the actor may see.

    Raises: NotVisible; StaleVersion where it is no longer at the `version` given.
    """
    found = visible_to(actor).select_for_update(of=("self",), no_key=True).filter(receipt=receipt).first()
    if found is None:
        raise NotVisible("introduction_not_found", "There is no such introduction here.")
    if version is not None and found.version != version:
        raise StaleVersion(
            "stale_version",
            "Somebody changed the introduction since you read it.",
            next_action="Read it again, then send your change.",
            version=found.version,
        )
    return found


def read_words(text: str, name: str, *, least: int = 20, most: int = 600) -> str:
    """This function will return a text on one line, tidied. Raises: Invalid, beside the field `name`."""
    words = " ".join(text.split())
    if not least <= len(words) <= most:
        raise Invalid({name: [f"Between {least} and {most} characters."]})
    return words


def facts_of(actor: Actor, introduction: Introduction) -> Facts:
    """This function will return what the charter asks about an introduction: its reviewer is its owner (§1.3)."""
    return Facts(
        subject=ref(introduction),
        owner_id=introduction.reviewer_id,
        is_assigned_to_actor=actor.user_id is not None and actor.user_id == introduction.reviewer_id,
        team_mode=str(workspace().team_mode),
    )


def lock_buyer(domain: str, email: str) -> None:
    """This function will have all who decide about one company or one buyer take turns, until the transaction ends.

    The two keys are taken in order, so that two who meet on both never wait for each other.
    """
    keys = sorted(
        int.from_bytes(hashlib.sha256(f"intake:{text}".encode()).digest()[:8], signed=True) for text in (domain, email)
    )
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def require_move(introduction: Introduction, target: str) -> None:
    """This function will insist that an introduction may go to a state (domain §11.2). Raises: Conflict."""
    if not may_move(introduction.state, target):
        raise Conflict(
            "state",
            f"This introduction is {STATES[introduction.state].lower()}.",
            next_action="Nothing was changed.",
            action="intro.move",
            subject=ref(introduction),
        )


def ref(introduction: Introduction) -> RecordRef:
    """This function will name the introduction for the ledger and events."""
    return RecordRef("introduction", introduction.pk)


def tell(introduction: Introduction, event: str, *, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """This function will write one audit entry and one event in the caller's transaction."""
    data = {"receipt": introduction.receipt, "partner_id": introduction.partner_id, **data}
    record(actor=actor, action=event, subject=ref(introduction), now=now, data=data)
    emit(type=event, subject=ref(introduction), actor=actor, now=now, data=data)
