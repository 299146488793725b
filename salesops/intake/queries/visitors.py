"""Who stands behind a session of the partner portal, read afresh for every request (ADR 0601)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.models import PortalSession
from salesops.users.queries import actor_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """A partner's person in the portal; `zone` is where they read the time."""

    actor: Actor
    partner_id: int
    zone: str


def visitor_of(secret_hash: str, now: datetime) -> Visitor | None:
    """This function will return who a session admits now; None where it ended, or the person may not come in."""
    live = PortalSession.objects.filter(
        secret_hash=secret_hash, ended_at__isnull=True, ends_at__gt=now, person__ended_at__isnull=True
    )
    session = live.select_related("person__user").first()
    if session is None:
        return None
    try:
        actor = actor_of(session.person.user_id, via="portal")
    except NotVisible:
        return None
    if not actor.has_role("partner_rep"):
        return None
    return Visitor(actor, session.person.partner_id, session.person.user.time_zone)
