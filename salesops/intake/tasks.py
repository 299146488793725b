"""The hourly end of what ran out."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from salesops.intake.services.settle_overdue import settle_overdue


@shared_task(  # type: ignore[untyped-decorator]
    name="salesops.intake.tasks.settle_overdue_introductions", soft_time_limit=600, time_limit=660
)
def settle_overdue_introductions() -> None:
    """This task will lapse introductions and protection whose time is over (domain §11.2, §11.4)."""
    settle_overdue(now=timezone.now())
