"""The scheduled and nudged step of the drain; the sweeper does the same without Celery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from salesops.outbox.services.drain import drain


@shared_task(name="salesops.outbox.tasks.drain_step")  # type: ignore[untyped-decorator]
def drain_step() -> None:
    """This task will bring one batch of due events to their handlers."""
    drain(now=timezone.now(), limit=100)
