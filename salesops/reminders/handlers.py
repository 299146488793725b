"""What the reminders room hears: events that stir its rules, and the rounds of the sweeper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from salesops.notifications.registry import Notice, still_relevant
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit, in_transaction, sweep_step
from salesops.reminders.queries.mine import holds
from salesops.reminders.registry import Source, known_rules, stirring
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.reconcile import reconcile
from salesops.reminders.services.run_due import run_due
from salesops.reminders.services.stop import stop_settled


def _hear(scope: str, sources: Mapping[str, Source]) -> None:
    """Stop what an event settles in its own transaction, and plan the rest after it: its delivery is never lost."""

    def stop_in_time(event: EventFact) -> None:
        for scope_id in sources[event.type].ids_of(event):
            stop_settled(scope, scope_id, now=event.at)

    def plan_anew(event: EventFact) -> None:
        for scope_id in sources[event.type].ids_of(event):
            plan_duties(scope, scope_id, now=timezone.now())

    for event_type, source in sources.items():
        if source.can_settle:
            in_transaction(event_type)(stop_in_time)
        after_commit(event_type, name=f"reminders.plan:{scope}")(plan_anew)


autodiscover_modules("reminders")
for name, stirred_by in stirring().items():
    _hear(name, stirred_by)


@still_relevant(*known_rules())
def is_still_open(notice: Notice) -> bool:
    """This check will keep a message back whose matter was settled before it left."""
    return holds(notice.recipient_id, notice.kind, notice.subject)


@sweep_step("reminders.fire")
def fire_due(now: datetime) -> bool:
    """This step will fire what is due."""
    return run_due(now=now)


@sweep_step("reminders.reconcile", every=15)
def look_after_duties(now: datetime) -> bool:
    """This step will look at the next records of each scope and mend what planning missed."""
    reconcile(now=now)
    return False
