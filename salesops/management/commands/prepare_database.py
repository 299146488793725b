"""Brings a database up to this code: migrations, grants, process definitions. Run as the owner role."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from salesops.db.readiness import from_newer_code, unapplied


class Command(BaseCommand):
    """Migrate, grant and publish; at a later start with nothing to do, only the checks."""

    help = "Migrate, set grants and publish process definitions (run as the owner role)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a database of newer code, then do what is missing."""
        if unknown := from_newer_code():
            raise CommandError(
                f"The database was migrated by newer code ({unknown[-1]}); update the code, or choose another database."
            )
        if unapplied():
            call_command("migrate", verbosity=0, interactive=False)
        call_command("publish_processes", verbosity=0)
        call_command("apply_grants")
