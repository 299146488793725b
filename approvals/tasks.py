"""The nightly end of approvals that have run out."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from approvals.services.end_approval import expire_approvals


@shared_task(  # type: ignore[untyped-decorator]
    name="approvals.tasks.expire_all_approvals", soft_time_limit=600, time_limit=660
)
def expire_all_approvals() -> None:
    """This task will mark the approvals whose last day is over (domain §6.5); what they cover ended by itself."""
    expire_approvals(now=timezone.now())
