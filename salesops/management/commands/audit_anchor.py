"""Writes one signed line about the ledger outside the database; beat does the same every hour."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from salesops.audit.services.anchor import anchor


class Command(BaseCommand):
    """Anchors now."""

    help = "Append a signed anchor of the audit log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Anchor and say how much."""
        line = anchor(now=timezone.now(), folder=settings.ANCHOR_DIR, key=settings.ANCHOR_KEY)
        self.stdout.write(f"Anchored {line.entries} entries in {line.chains} chains.")
