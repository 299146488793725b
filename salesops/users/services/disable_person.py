"""Close a person's every way in."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.events import PERSON_DISABLED
from salesops.users.models import ApiKey, RoleGrant, User
from salesops.users.services.allow import require_people_manager


def disable_person(*, actor: Actor, now: datetime, user_id: int) -> None:
    """This function will end a person's sign-in, sessions, keys and roles in one transaction (P21).

    Raises: Refused unless the actor is sales operations; NotVisible; Conflict for the actor's own account.
    """
    subject = RecordRef("user", user_id)
    require_people_manager(actor, "person.disable", subject)
    if actor.user_id == user_id:
        raise Conflict("own_account", "Nobody disables their own account.", action="person.disable", subject=subject)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise NotVisible("person_not_found", "There is no such person here.")
        if not user.is_active:
            return
        user.is_active = False
        user.save(update_fields=["is_active"])
        sessions = _sessions_of(user.pk)
        Session.objects.filter(session_key__in=sessions).delete()
        UserSession.objects.filter(user=user).delete()
        keys = ApiKey.objects.filter(owner=user, revoked=False).update(revoked=True)
        roles = [str(grant) for grant in RoleGrant.objects.filter(user=user)]
        RoleGrant.objects.filter(user=user).delete()
        data = {"sessions": len(sessions), "keys": keys, "roles": roles}
        record(actor=actor, action=PERSON_DISABLED, subject=subject, now=now, data=data)
        emit(type=PERSON_DISABLED, subject=subject, actor=actor, now=now, data={})


def _sessions_of(user_id: int) -> list[str]:
    """Read every session: not all ways of signing in leave a row in allauth's table."""
    return [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]
