"""Appoints the first person of a new installation; everybody else is taken in by that person."""

import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.core.errors import SalesOpsError
from salesops.users.services.appoint_operator import appoint_operator


class Command(BaseCommand):
    """Ask for a password (or read OPERATOR_PASSWORD) and appoint."""

    help = "Make the first person of an empty workspace sales operations."

    def add_arguments(self, parser: Any) -> None:
        """Name the person."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as others read it; the e-mail address where empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint once; a second time says who to ask."""
        password = os.environ.get("OPERATOR_PASSWORD") or getpass("Password (12 characters or more): ")
        email = options["email"]
        try:
            appoint_operator(
                actor=SYSTEM, now=timezone.now(), email=email, name=options["name"] or email, password=password
            )
        except SalesOpsError as error:
            raise CommandError(f"{error.message} {error.next_action}".strip()) from error
        self.stdout.write(f"{email} is sales operations and can sign in.")
