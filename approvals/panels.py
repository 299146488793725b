"""What layer 4 shows on the pages of lower rooms: the marks beside the numbers of an offer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from approvals.domain.marking import mark_offer
from approvals.queries.guardrails import rules_in_force
from opportunities.domain.offer_marks import OfferMarks, offer_judge
from opportunities.domain.offers import OfferTerms


@offer_judge
def mark_by_guardrails(terms: OfferTerms, rate: Decimal, now: datetime) -> OfferMarks:
    """This function will mark an offer by the guardrails in force."""
    return mark_offer(terms, rules_in_force(now), reporting_rate=rate)
