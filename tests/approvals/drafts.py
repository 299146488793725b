"""Set-up of rule sets through services: Kim of sales operations writes, Ingrid of leadership publishes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from approvals.domain.guardrails import Guardrails
from approvals.models import BackTest, GuardrailSet
from approvals.services.draft_guardrails import draft_guardrails
from approvals.services.edit_guardrails import edit_guardrails
from approvals.services.publish_guardrails import publish_guardrails
from approvals.services.run_back_test import run_back_test
from approvals.services.start_back_test import start_back_test
from tests.approvals.offers import RULES
from tests.cast import Cast

REASON = "Small deals wait too long for the regional VP."
LOOSER = replace(RULES, matrix=replace(RULES.matrix, discount_edges=(Decimal(12), Decimal(20), Decimal(30))))


def drafted(cast: Cast, rules: Guardrails = LOOSER, reason: str = REASON) -> GuardrailSet:
    """Return a draft that Kim wrote."""
    draft = draft_guardrails(actor=cast.kim, now=timezone.now())
    return edited(cast, draft, rules, reason)


def edited(cast: Cast, draft: GuardrailSet, rules: Guardrails = LOOSER, reason: str = REASON) -> GuardrailSet:
    """Write a draft anew as Kim."""
    known = {"actor": cast.kim, "now": timezone.now(), "number": draft.number, "version": draft.version}
    return edit_guardrails(**known, rules=rules, reason=reason)


def back_tested(cast: Cast, draft: GuardrailSet, **how: Any) -> BackTest:
    """Run the back-test of a draft to its end."""
    test = start_back_test(actor=cast.kim, now=timezone.now(), number=draft.number)
    return run_back_test(now=timezone.now(), test_id=test.pk, **how)


def published(cast: Cast, draft: GuardrailSet, who: str = "ingrid", version: int | None = None) -> GuardrailSet:
    """Publish a draft."""
    read = version if version is not None else draft.version
    return publish_guardrails(actor=cast.actor(who), now=timezone.now(), number=draft.number, version=read)
