"""The scheduled and nudged round of the sweep; the sweeper does the same without Celery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from salesops.outbox.services.run_steps import run_steps

MOST_ROUNDS = 5


@shared_task(name="salesops.outbox.tasks.drain_step")  # type: ignore[untyped-decorator]
def drain_step() -> None:
    """This task will do a few rounds of what is due; a nudge or the sweeper does the rest."""
    for _ in range(MOST_ROUNDS):
        if not run_steps(now=timezone.now()):
            return
