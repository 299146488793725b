"""The nightly run: benchmarks first, then every open opportunity (domain §9)."""

from __future__ import annotations

from datetime import datetime

from opportunities.models import Opportunity
from qualification.services.recompute_benchmarks import recompute_benchmarks
from qualification.services.recompute_health import recompute_health


def recompute_all_health(*, now: datetime) -> int:
    """This function will recompute every open opportunity, because ages change by themselves, and return how many."""
    recompute_benchmarks(now=now)
    ids = Opportunity.objects.filter(stage_kind="open").order_by("pk").values_list("pk", flat=True)
    return recompute_health(ids=list(ids), now=now)
