"""Start a draft of the guardrails."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from approvals import events
from approvals.models import GuardrailSet
from approvals.queries.guardrails import set_in_force
from approvals.services.rule_sets import tell
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.db.acting import act_as


def draft_guardrails(*, actor: Actor, now: datetime) -> GuardrailSet:
    """This function will start a draft with the rules in force, written by the actor (domain §6.3).

    Raises: Refused.
    """
    require(actor, "guardrail.edit", Facts())
    with transaction.atomic():
        act_as(actor)
        in_force = GuardrailSet.objects.select_for_update().get(pk=set_in_force(now).pk)
        newest: int = GuardrailSet.objects.aggregate(newest=Max("number"))["newest"]
        draft = GuardrailSet.objects.create(
            number=newest + 1, rules=in_force.rules, author_id=actor.person_id, created_at=now
        )
        tell(draft, events.GUARDRAILS_DRAFTED, actor=actor, now=now, data={"from": in_force.number})
        return draft
