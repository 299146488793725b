"""Proves the ledger against itself and against the anchors outside the database (reliability P7)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.audit.services.verify import verify


class Command(BaseCommand):
    """Names every entry that is not what was written; ends with an error where there is one."""

    help = "Check every chain, head and anchor of the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder of anchors, such as a copy on a second host."""
        parser.add_argument("--anchors", type=Path, default=settings.ANCHOR_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and say what was found."""
        report = verify(folder=options["anchors"], key=settings.ANCHOR_KEY)
        for finding in report.findings:
            self.stderr.write(f"{finding.subject} #{finding.seq} {finding.problem}: {finding.sentence}")
        if not report.is_whole:
            raise CommandError(f"{len(report.findings)} findings. Compare with the newest backup before anything else.")
        self.stdout.write(
            f"The ledger is whole: {report.entries} entries, {report.chains} chains, {report.anchors} anchors."
        )
