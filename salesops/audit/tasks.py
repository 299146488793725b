"""The hourly anchor of the ledger."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from salesops.audit.services.anchor import anchor


@shared_task(name="salesops.audit.tasks.anchor_ledger")  # type: ignore[untyped-decorator]
def anchor_ledger() -> None:
    """This task will append one signed line about the ledger to the file outside the database."""
    anchor(now=timezone.now(), folder=settings.ANCHOR_DIR, key=settings.ANCHOR_KEY)
