"""Sets what the runtime roles may do; run as the owner role after every migrate."""

from typing import Any

from django.core.management.base import BaseCommand

from salesops.db.grants import apply_grants


class Command(BaseCommand):
    """Apply salesops/db/grants.py to the database."""

    help = "Set the grants of the runtime roles (run as the owner role)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply, and name the tables that stay closed for want of a line."""
        undeclared = apply_grants()
        if undeclared:
            self.stderr.write("Closed to the runtime roles, no line in salesops/db/grants.py: " + ", ".join(undeclared))
