"""Send notifications to a Slack-compatible incoming webhook, of a person or a team."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.db.sealing import seal
from salesops.notifications.domain.delivery import HOOK_WISHES
from salesops.notifications.domain.text import one_line
from salesops.notifications.events import HOOK_ADDED
from salesops.notifications.models import Hook
from salesops.notifications.models.address import HOOK
from salesops.notifications.queries import led_teams
from salesops.web.outbound import UnsafeAddress, read_url

LONGEST_NAME = 80
MOST_EACH = 5


def add_hook(*, actor: Actor, now: datetime, name: str, url: str, wants: str, team_id: int | None = None) -> Hook:
    """This function will add a webhook for oneself, or for a team one leads (sales operations: any team).

    Where the address leads is checked again at every post, when its name is looked up.

    Raises: Refused for a program or somebody who does not lead the team; Invalid.
    """
    if actor.user_id is None or actor.scopes is not None:
        raise Refused("refused", "Webhooks are added by people.", action="webhook.add")
    if team_id is not None and str(team_id) not in dict(led_teams(actor)):
        raise Refused("refused", "A team's webhook is added by who leads it.", action="webhook.add")
    owner_id = actor.user_id if team_id is None else None
    faults = _faults(name, url, wants)
    theirs = Q(owner=owner_id) if team_id is None else Q(team=team_id)
    if Hook.objects.filter(theirs, ended_at=None).count() >= MOST_EACH:
        faults["url"] = [f"There are {MOST_EACH} already; end one first."]
    if faults:
        raise Invalid(faults)
    with transaction.atomic():
        row = Hook.objects.create(
            owner_id=owner_id,
            team_id=team_id,
            name=one_line(name, LONGEST_NAME),
            host=url.strip().removeprefix("https://").partition("/")[0],
            sealed_url=seal(HOOK, url.strip()),
            wants=wants,
            by_id=actor.user_id,
            created_at=now,
        )
        data = {"name": row.name, "host": row.host, "wants": wants, "team_id": team_id}
        record(actor=actor, action=HOOK_ADDED, subject=RecordRef("webhook", row.pk), now=now, data=data)
    return row


def _faults(name: str, url: str, wants: str) -> dict[str, list[str]]:
    faults = {}
    if not name.strip():
        faults["name"] = ["Name it, like the channel it posts to."]
    if wants not in dict(HOOK_WISHES):
        faults["wants"] = ["Choose urgent ones or everything."]
    try:
        read_url(url.strip())
    except UnsafeAddress as error:
        faults["url"] = [str(error)]
    return faults
