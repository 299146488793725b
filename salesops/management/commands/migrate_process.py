"""Take open deals to a newer version of their process; without --apply nothing is changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opportunities.services.migrate_process import migrate_process
from salesops.core.errors import SalesOpsError
from salesops.process.queries import definition_by_name
from salesops.users.queries import actor_by_email


class Command(BaseCommand):
    """Moves the records of the version before by the stage map of the new one."""

    help = "Move open opportunities to a newer version of their process; without --apply it is a dry run."

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will name the version to go to."""
        parser.add_argument("key")
        parser.add_argument("version", type=int)
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the person who migrates (operations)")
        parser.add_argument("--apply", action="store_true", help="move for real")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print one line for each record."""
        try:
            actor = actor_by_email(options["email"], via="command")
            target = definition_by_name(actor, options["key"], options["version"])
            rows = migrate_process(actor=actor, now=timezone.now(), target_id=target.pk, dry_run=not options["apply"])
        except SalesOpsError as error:
            raise CommandError(error.message) from error
        for row in rows:
            self.stdout.write(f"{row.name}: {row.from_stage} → {row.to_stage or '–'} {row.problem}".rstrip())
        self.stdout.write(
            f"{sum(not row.problem for row in rows)} of {len(rows)} {'moved' if options['apply'] else 'would move'}"
        )
