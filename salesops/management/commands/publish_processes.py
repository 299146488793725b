"""Publish the process definitions of this release; the owner role runs it after migrating."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from salesops.process.services.publish import publish_files


class Command(BaseCommand):
    """Publishes every definition file that passes its checks and says what keeps the others drafts."""

    help = "Publish the process definition files of this release (run as the owner role)."

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print one line for each definition."""
        for item in publish_files(now=timezone.now()):
            why = f": {' '.join(item.faults)}" if item.faults else ""
            self.stdout.write(f"{item.name} {item.status}{why}")
