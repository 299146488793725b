"""How the guardrails in force judge the terms of an offer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from approvals.domain.guardrails import Findings, judge_offer
from approvals.queries.guardrails import rules_in_force
from opportunities.domain.offers import OfferTerms
from opportunities.models import ExchangeRate
from salesops.process.queries import definition_of
from salesops.users.queries import workspace


def judge_terms(terms: OfferTerms, *, now: datetime) -> Findings:
    """This function will judge terms by the rule set in force (domain §6.3)."""
    return judge_offer(terms, rules_in_force(now), reporting_rate=reporting_rate(terms.currency, now))


def reporting_rate(currency: str, now: datetime) -> Decimal:
    """This function will return what a unit of the currency is worth in the reporting currency; 1 where unknown."""
    if currency == workspace().reporting_currency:
        return Decimal(1)
    newest = ExchangeRate.objects.filter(currency=currency, on__lte=now.date()).order_by("-on").first()
    return newest.rate if newest else Decimal(1)


def wants_approval(definition_id: int) -> bool:
    """This function will say whether a process wants every offer approved, or exceptions only (domain §6.1)."""
    return definition_of(definition_id).approval_policy == "always"
