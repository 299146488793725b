"""Give a person an address for their calendar feed, and end it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Refused
from salesops.notifications.events import FEED_ENDED, FEED_MADE
from salesops.notifications.models import FeedAddress
from salesops.users.models import User


def make_feed(*, actor: Actor, now: datetime) -> str:
    """This function will make a new address for one's feed and return its secret, which is kept nowhere.

    An address made earlier stops working.

    Raises: Refused for a program.
    """
    _require_person(actor)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _end(actor, now)
        row = FeedAddress.objects.create(user_id=actor.person_id, secret_hash=hash_secret(secret), created_at=now)
        subject = RecordRef("user", actor.person_id)
        record(actor=actor, action=FEED_MADE, subject=subject, now=now, data={"feed_id": row.pk})
    return secret


def end_feed(*, actor: Actor, now: datetime) -> None:
    """This function will end the address of one's feed; nothing happens where there is none.

    Raises: Refused for a program.
    """
    _require_person(actor)
    with transaction.atomic():
        if _end(actor, now):
            subject = RecordRef("user", actor.person_id)
            record(actor=actor, action=FEED_ENDED, subject=subject, now=now, data={})


def hash_secret(secret: str) -> str:
    """This function will return what is kept of an address; its secret has 256 bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _end(actor: Actor, now: datetime) -> bool:
    User.objects.select_for_update().get(pk=actor.person_id)
    return FeedAddress.objects.filter(user_id=actor.person_id, ended_at=None).update(ended_at=now) > 0


def _require_person(actor: Actor) -> None:
    if actor.user_id is None or actor.scopes is not None:
        raise Refused("refused", "A feed's address is made by the person themselves.", action="feed.make")
