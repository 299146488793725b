"""Put a POC's criteria beside what was measured; relationship criteria are read from MEDDPICC."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from qualification.criteria.loading import load_meddpicc
from qualification.domain.poc_outcome import Result, results_of
from qualification.domain.success_plan import terms_from_data
from qualification.models import Poc
from qualification.services.poc_locking import current_plan


def results_of_poc(poc: Poc, now: datetime) -> list[Result]:
    """This function will return every criterion of the newest plan with its newest value (domain §4.3)."""
    plan = current_plan(poc)
    if plan is None:
        return []
    criteria = terms_from_data(plan.terms).criteria
    newest = poc.measurements.order_by("criterion", "-id").distinct("criterion")
    measured: dict[str, Decimal] = dict(newest.values_list("criterion", "value"))
    levels = load_meddpicc([poc.opportunity_id], now)[poc.opportunity_id].standings
    for each in criteria:
        if each.category == "relationship":
            measured[each.key] = Decimal(levels[each.metric].effective)
    return results_of(criteria, measured)
