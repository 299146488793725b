"""Ask the partner to one named meeting (domain §11.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake import events
from salesops.intake.models import MeetingInvitation
from salesops.intake.services.acting import lock_running, tell
from salesops.intake.services.tell_partner import tell_partner


def invite_to_meeting(
    *,
    actor: Actor,
    now: datetime,
    receipt: str,
    title: str,
    starts_at: datetime,
    place: str = "",
    version: int | None = None,
) -> MeetingInvitation:
    """This function will ask the partner to one named meeting; nothing else of the deal opens to them (§11.5).

    Raises: NotVisible; StaleVersion; Refused; Conflict; Invalid.
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
        introduction = lock_running(actor, receipt, version)
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
