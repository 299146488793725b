"""Reads every open opportunity anew, as the night does; for operations after an outage or a release."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from qualification.services.recompute_all_health import recompute_all_health


class Command(BaseCommand):
    """Benchmarks first, then health, velocity and priority of all open opportunities (domain §9)."""

    help = "Recompute benchmarks, health, velocity and priority of every open opportunity now."

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will recompute all and say how many were read; running it twice changes nothing more."""
        count = recompute_all_health(now=timezone.now())
        self.stdout.write(f"Read the health of {count} open opportunities.")
