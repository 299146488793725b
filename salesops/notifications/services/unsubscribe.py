"""Take a person off the digests by the link in one of them: no sign-in, one act, and nothing else."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.notifications.domain.delivery import DIGEST, NOW, OFF, Wishes
from salesops.notifications.events import UNSUBSCRIBED
from salesops.notifications.models import Preference
from salesops.notifications.services.change_preferences import keep_wishes
from salesops.users.models import User

# A signature made for this purpose opens nothing else, and none made for another purpose opens this.
SALT = "salesops.notifications.unsubscribe-from-digests"


def unsubscribe_path(user_id: int) -> str:
    """This function will return the address that takes one person off the digests, until they are asked for again."""
    row = Preference.objects.filter(pk=user_id).first()
    token = signing.Signer(salt=SALT).sign_object([user_id, row.unsubscribe_serial if row else 0])
    return reverse("notifications:unsubscribe", args=[token])


def person_of(token: str) -> User:
    """This function will return whose link this is. Raises: NotVisible for one that does not work (any more)."""
    try:
        user_id, serial = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _stop() from error
    if not isinstance(user_id, int):
        raise _stop()
    found = User.objects.filter(pk=user_id, is_active=True).select_related("notification_preference").first()
    row = getattr(found, "notification_preference", None)
    if found is None or serial != (row.unsubscribe_serial if row else 0):
        raise _stop()
    return found


def unsubscribe(*, token: str, now: datetime) -> User:
    """This function will take the person of the link off the digests: what waited for one stays in the inbox alone.

    What is urgent then comes at once, by mail: it cannot be switched off (domain §12).

    Raises: NotVisible where the link does not work.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person_of(token).pk)
        row = Preference.objects.filter(pk=person.pk).first()
        other = (row.wishes if row else Wishes()).other
        actor = Actor(user_id=person.pk, name=person.name, via="mail")
        wishes = Wishes(NOW, OFF if other == DIGEST else other)
        keep_wishes(person.pk, wishes, actor=actor, now=now, event=UNSUBSCRIBED)
    return person


def _stop() -> NotVisible:
    return NotVisible(
        "link_ended", "This link does not work any more.", next_action="Open Settings › Notifications to choose."
    )
