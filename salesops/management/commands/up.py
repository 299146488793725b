"""Runs the whole system on this machine; what `make up` calls."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from salesops.stack.up import main


class Command(BaseCommand):
    """Start everything, until Ctrl-C."""

    help = "Run the whole system: PostgreSQL, Valkey, web, worker, beat and sweeper (PORT=, DATA_DIR=)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over to the stack."""
        sys.exit(main())
