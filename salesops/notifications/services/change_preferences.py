"""A person says how they want mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.notifications.domain.delivery import DROPPED, NOW, OFF, PENDING, WAITING, Wishes
from salesops.notifications.events import PREFERENCES_CHANGED
from salesops.notifications.models import Message, Preference
from salesops.users.models import User


def change_preferences(*, actor: Actor, now: datetime, wishes: Wishes) -> None:
    """This function will set how one's own mail comes; what waits for the morning follows at once (domain §12).

    Links in earlier mails that take a person off the digests end with it.

    Raises: Refused for a program; Invalid for what cannot be, as switching off what is urgent.
    """
    if actor.user_id is None or actor.scopes is not None:
        raise Refused("refused", "These are set by the person themselves.", action="preferences.change")
    if faults := wishes.faults():
        raise Invalid(faults)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        keep_wishes(actor.user_id, wishes, actor=actor, now=now, event=PREFERENCES_CHANGED, ends_links=True)


def keep_wishes(
    user_id: int, wishes: Wishes, *, actor: Actor, now: datetime, event: str, ends_links: bool = False
) -> None:
    """This function will store wishes, apply them to what waits, and write the change down; none where none is."""
    row, _ = Preference.objects.get_or_create(pk=user_id)
    if row.wishes == wishes:
        return
    before = row.wishes
    row.urgent, row.other = wishes.urgent, wishes.other
    row.save(update_fields=["urgent", "other"])
    if ends_links:
        Preference.objects.filter(pk=user_id).update(unsubscribe_serial=F("unsubscribe_serial") + 1)
    for is_urgent in (True, False):
        waiting = Message.objects.filter(recipient_id=user_id, status=WAITING, notification__is_urgent=is_urgent)
        if wishes.of(is_urgent) == NOW:
            waiting.update(status=PENDING, next_at=now)
        elif wishes.of(is_urgent) == OFF:
            waiting.update(status=DROPPED)
    data = {"before": _plain(before), "after": _plain(wishes)}
    record(actor=actor, action=event, subject=RecordRef("user", user_id), now=now, data=data)


def _plain(wishes: Wishes) -> dict[str, str]:
    return {"urgent": wishes.urgent, "other": wishes.other}
