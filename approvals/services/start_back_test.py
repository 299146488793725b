"""Ask for a back-test of a draft; it runs in the background, left and come back to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.models import BackTest
from approvals.queries.guardrails import set_in_force
from approvals.services.rule_sets import lock_draft, tell
from salesops.core.actor import Actor


def start_back_test(*, actor: Actor, now: datetime, number: int) -> BackTest:
    """This function will start the back-test of a draft against the rules in force (domain §6.3).

    One that waits or runs already goes on, and is started again where its process was killed.

    Raises: NotVisible, Refused, Conflict once it is no draft.
    """
    with transaction.atomic():
        draft = lock_draft(actor, "guardrail.edit", number)
        asked = {"draft": draft, "tested_version": draft.version, "against": set_in_force(now)}
        test = BackTest.objects.filter(**asked, state__in=["waiting", "running"]).first()
        test = test or BackTest.objects.create(**asked, by_id=actor.person_id, created_at=now)
        tell(draft, events.GUARDRAILS_TEST_ASKED, actor=actor, now=now, data={"back_test": test.pk})
        return test
