"""Import products, accounts and sellers that a file of opportunities refers to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opportunities.services.import_reference import import_accounts, import_people, import_products
from opportunities.services.read_file import read_file
from salesops.core.errors import SalesOpsError
from salesops.users.queries import actor_by_email


class Command(BaseCommand):
    """Adds what is not there yet; what is there stays as it is."""

    help = "Import products, accounts and sellers from CSV or XLSX files."

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will name the files."""
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the person who imports")
        parser.add_argument("--products", type=Path)
        parser.add_argument("--accounts", type=Path)
        parser.add_argument("--people", type=Path)
        parser.add_argument("--domain", default="people.example", help="domain of the new people's addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print how many of each were added."""
        now = timezone.now()
        try:
            actor = actor_by_email(options["email"], via="import")
            if options["products"]:
                self._say("products", import_products(actor=actor, sheet=_sheet(options["products"])))
            if options["accounts"]:
                self._say("accounts", import_accounts(actor=actor, now=now, sheet=_sheet(options["accounts"])))
            if options["people"]:
                sheet, domain = _sheet(options["people"]), options["domain"]
                self._say("people", import_people(actor=actor, now=now, sheet=sheet, domain=domain))
        except (SalesOpsError, OSError, KeyError) as error:
            raise CommandError(str(error)) from error

    def _say(self, what: str, added: int) -> None:
        self.stdout.write(f"{added:,} {what} added")


def _sheet(path: Path) -> list[list[str]]:
    return read_file(path.name, path.read_bytes())
