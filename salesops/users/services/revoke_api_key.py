"""End a key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible, Refused
from salesops.outbox.services.emit import emit
from salesops.users.events import API_KEY_REVOKED
from salesops.users.models import ApiKey
from salesops.users.queries import api_keys


def revoke_api_key(*, actor: Actor, now: datetime, prefix: str) -> None:
    """This function will end a key at once; the next request with it is refused (P21).

    Raises: NotVisible where the actor sees no such key; Refused where a program asks.
    """
    key = api_keys(actor).filter(prefix=prefix).first()
    if key is None:
        raise NotVisible("api_key_not_found", "There is no such key.")
    subject = RecordRef("user", key.owner_id)
    if actor.scopes is not None:
        raise Refused("refused", "Keys are revoked by people.", action="api_key.revoke", subject=subject)
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked=False).update(revoked=True):
            data = {"prefix": key.prefix, "name": key.name}
            record(actor=actor, action=API_KEY_REVOKED, subject=subject, now=now, data=data)
            emit(type=API_KEY_REVOKED, subject=subject, actor=actor, now=now, data=data)
