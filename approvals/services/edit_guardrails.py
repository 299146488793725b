"""Change a draft of the guardrails, or throw it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.domain.guardrails import Guardrails
from approvals.domain.rule_changes import changes
from approvals.models import GuardrailSet
from approvals.services.rule_sets import lock_draft, require_author, tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid


def edit_guardrails(
    *, actor: Actor, now: datetime, number: int, version: int, rules: Guardrails, reason: str
) -> GuardrailSet:
    """This function will write a draft: its rules, and why they should change (domain §6.3).

    Raises: NotVisible, Refused, Conflict (no draft, or another's), StaleVersion, Invalid for rules under which a worse
    offer would need fewer approvers.
    """
    with transaction.atomic():
        draft = lock_draft(actor, "guardrail.edit", number, version)
        require_author(actor, draft)
        if problems := rules.problems():
            raise Invalid({"rules": problems})
        made = changes(Guardrails.read(draft.rules), rules)
        draft.rules, draft.reason = rules.as_json(), reason.strip()
        draft.save(update_fields=["rules", "reason"])
        draft.read_version()
        data = {"changes": [f"{each.what}: {each.old} → {each.new}" for each in made], "reason": draft.reason}
        tell(draft, events.GUARDRAILS_EDITED, actor=actor, now=now, data=data)
        return draft


def discard_guardrails(*, actor: Actor, now: datetime, number: int) -> GuardrailSet:
    """This function will put a draft away for good; it stays to be read.

    Raises: NotVisible, Refused, Conflict (no draft, or another's).
    """
    with transaction.atomic():
        draft = lock_draft(actor, "guardrail.edit", number)
        require_author(actor, draft)
        draft.state = "discarded"
        draft.save(update_fields=["state"])
        tell(draft, events.GUARDRAILS_DISCARDED, actor=actor, now=now, data={})
        return draft
