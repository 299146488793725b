"""Put a POC's criteria beside what was measured; relationship criteria are read from MEDDPICC."""

from __future__ import annotations

from datetime import datetime

from qualification.domain.poc_outcome import Result
from qualification.domain.success_plan import terms_from_data
from qualification.models import Poc
from qualification.queries.poc import current_plan, levels_of, lines_of, newest_measurements


def results_of_poc(poc: Poc, now: datetime) -> list[Result]:
    """This function will return every criterion of the newest plan with its newest value (domain §4.3)."""
    plan = current_plan(poc)
    terms = terms_from_data(plan.terms) if plan else None
    measured = newest_measurements([poc.pk])[poc.pk]
    levels = levels_of([poc.opportunity_id], now)[poc.opportunity_id]
    return [line.result for line in lines_of(terms, measured, levels)]
