"""Run one waiting back-test to its end; started by the outbox, or by an operator for one that was left."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from approvals.services.run_back_test import run_back_test


class Command(BaseCommand):
    """Runs a back-test of the guardrails."""

    help = "Run one waiting back-test of the guardrails."

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will name the back-test."""
        parser.add_argument("test", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will run it and print how it ended."""
        test = run_back_test(now=timezone.now(), test_id=options["test"])
        self.stdout.write(f"{test}: {test.get_state_display()}, {test.done} of {test.total} deals.")
