"""Put a draft of the guardrails in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.domain.guardrails import Guardrails
from approvals.domain.rule_changes import changes
from approvals.models import BackTest, GuardrailSet
from approvals.queries.guardrails import set_in_force
from approvals.services.rule_sets import lock_draft, ref, tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict

ACTION = "guardrail.publish"
REASON = 20


def publish_guardrails(*, actor: Actor, now: datetime, number: int, version: int) -> GuardrailSet:
    """This function will put a draft in force from this moment on (domain §6.3).

    Offers are judged by it from now on; approvals given before stand as they are.

    Raises: NotVisible, Refused (R15: the author never publishes), Conflict (no draft, nothing changed, no reason, not
    back-tested against what is in force), StaleVersion.
    """
    with transaction.atomic():
        draft = lock_draft(actor, ACTION, number, version)
        in_force = GuardrailSet.objects.select_for_update().get(pk=set_in_force(now).pk)
        made = changes(Guardrails.read(in_force.rules), Guardrails.read(draft.rules))
        is_tested = BackTest.objects.filter(
            draft=draft, tested_version=draft.version, against=in_force, state="done"
        ).exists()
        for missing, what, fix in (
            (not made, "says nothing new", "Change a rule first."),
            (len(draft.reason) < REASON, "does not say why", f"The author gives a reason of {REASON} characters."),
            (not is_tested, f"was not tested against v{in_force.number} as it is now", "Run the back-test."),
        ):
            if missing:
                raise Conflict("not_ready", f"{draft} {what}.", next_action=fix, action=ACTION, subject=ref(draft))
        draft.state, draft.published_at, draft.published_by_id = "published", now, actor.person_id
        draft.save(update_fields=["state", "published_at", "published_by_id"])
        draft.refresh_from_db()
        data = {
            "replaces": in_force.number,
            "author_id": draft.author_id,
            "reason": draft.reason,
            "changes": [f"{each.what}: {each.old} → {each.new}" for each in made],
        }
        tell(draft, events.GUARDRAILS_PUBLISHED, actor=actor, now=now, data=data)
        return draft
