"""The nightly reading of every open opportunity."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from qualification.services.recompute_all_health import recompute_all_health


@shared_task(  # type: ignore[untyped-decorator]
    name="qualification.tasks.recompute_every_health", soft_time_limit=1800, time_limit=1860
)
def recompute_every_health() -> None:
    """This task will recompute health, velocity and priority of all open opportunities (domain §9)."""
    recompute_all_health(now=timezone.now())
