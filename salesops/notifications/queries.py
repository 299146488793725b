"""Read the inbox, wishes, webhooks, and how the messages stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from salesops.core.actor import Actor
from salesops.notifications.domain.delivery import DEAD, PENDING, Wishes
from salesops.notifications.models import FeedAddress, Hook, Message, Notification, Preference
from salesops.users.queries import teams

MOST = 200


def inbox(actor: Actor, *, unread: bool = False) -> QuerySet[Notification]:
    """This function will return one's own notifications, in no order."""
    rows = Notification.objects.filter(recipient_id=actor.user_id or 0)
    return rows.filter(read_at=None) if unread else rows


def inbox_page(actor: Actor, *, unread: bool, before: str, size: int) -> list[Notification]:
    """This function will return one page of the inbox, newest first; `before` is the last line of the page above."""
    rows = inbox(actor, unread=unread)
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    return list(rows.order_by("-id")[:size])


def unread_count(actor: Actor) -> int:
    """This function will say how many lines of one's inbox nobody has opened."""
    return inbox(actor, unread=True).count()


def wishes_of(actor: Actor) -> Wishes:
    """This function will return how a person wants mail."""
    row = Preference.objects.filter(pk=actor.user_id or 0).first()
    return row.wishes if row else Wishes()


def hooks(actor: Actor) -> QuerySet[Hook]:
    """This function will return the webhooks that work and are the actor's to see: their own, those of their teams,
    and all for sales operations.
    """
    rows = Hook.objects.filter(ended_at=None).select_related("team", "owner").order_by("id")
    if actor.has_role("revops_admin"):
        return rows
    return rows.filter(Q(owner_id=actor.user_id or 0) | Q(team_id__in=actor.team_ids))


def led_teams(actor: Actor) -> list[tuple[str, str]]:
    """This function will list the teams whose webhooks the actor sets: those they lead, all for sales operations."""
    rows = teams(actor)
    if not actor.has_role("revops_admin"):
        rows = rows.filter(manager_id=actor.user_id or 0)
    return [(str(pk), name) for pk, name in rows.values_list("id", "name")]


def feed_address(actor: Actor) -> FeedAddress | None:
    """This function will return the address of one's calendar feed, without its secret; None where there is none."""
    return FeedAddress.objects.filter(user_id=actor.user_id or 0, ended_at=None).first()


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the messages stand: what is to be sent, what nobody could send, and since when the oldest is due."""

    pending: int
    dead: int
    oldest_due_at: datetime | None


def backlog() -> Backlog:
    """This function will say how the messages stand, for readiness and alarms (reliability P36)."""
    counted = Message.objects.filter(status__in=[PENDING, DEAD]).aggregate(
        pending=Count("id", filter=Q(status=PENDING)),
        dead=Count("id", filter=Q(status=DEAD)),
        oldest=Min("next_at", filter=Q(status=PENDING)),
    )
    return Backlog(counted["pending"], counted["dead"], counted["oldest"])


def dead_messages(limit: int) -> list[Message]:
    """This function will list the newest messages nobody could send, with whom they were for."""
    rows = Message.objects.filter(status=DEAD).select_related("recipient", "notification", "hook")
    return list(rows.order_by("-id")[:limit])
