"""Run one waiting import to its end; started by the outbox, or by an operator for one that was left."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from opportunities.services.run_import import run_job


class Command(BaseCommand):
    """Runs the import as the person who asked for it."""

    help = "Run one waiting import."

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will name the import."""
        parser.add_argument("job", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will run it and print how it ended."""
        job = run_job(now=timezone.now(), job_id=options["job"])
        self.stdout.write(f"Import {job.pk}: {job.state} {job.failure}")
