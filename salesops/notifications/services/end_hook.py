"""Take a webhook away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible, Refused
from salesops.notifications.events import HOOK_ENDED
from salesops.notifications.models import Hook
from salesops.notifications.queries import hooks, led_teams


def end_hook(*, actor: Actor, now: datetime, hook_id: int) -> Hook:
    """This function will end a webhook: what is on its way to it is dropped.

    Raises: NotVisible; Refused for a program, or for a team's webhook to who does not lead the team.
    """
    row = hooks(actor).filter(pk=hook_id).first()
    if row is None:
        raise NotVisible("not_found", "There is no such webhook for you.", next_action="Open the notifications.")
    leads = row.team_id is None or str(row.team_id) in dict(led_teams(actor))
    if actor.scopes is not None or not leads:
        raise Refused("refused", "A team's webhook is ended by who leads it.", action="webhook.end")
    with transaction.atomic():
        if Hook.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
            data = {"name": row.name, "host": row.host, "team_id": row.team_id}
            record(actor=actor, action=HOOK_ENDED, subject=RecordRef("webhook", row.pk), now=now, data=data)
    return row
