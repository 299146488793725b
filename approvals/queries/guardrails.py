"""Which guardrails are in force."""

from __future__ import annotations

from datetime import datetime

from approvals.domain.guardrails import Guardrails
from approvals.models import GuardrailSet


def set_in_force(now: datetime) -> GuardrailSet:
    """This function will return the rule set in force: the one published last (domain §6.3)."""
    return GuardrailSet.objects.filter(published_at__lte=now).order_by("-published_at")[0]


def rules_in_force(now: datetime) -> Guardrails:
    """This function will read the guardrails in force."""
    return Guardrails.read(set_in_force(now).rules)
