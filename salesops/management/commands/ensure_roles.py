"""Makes the database roles of a deployment and opens its database to them."""

import os
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.core.management.base import BaseCommand, CommandError

from salesops.db.roles import APP, IMPORT, OWNER, PARTNER, ensure_roles, open_database

NAMES = ("DATABASE_ADMIN_URL", "OWNER_PASSWORD", "APP_PASSWORD", "IMPORT_PASSWORD", "PARTNER_PASSWORD")


class Command(BaseCommand):
    """Read DATABASE_ADMIN_URL and the four passwords from the environment."""

    help = f"Make or update the database roles ({', '.join(NAMES)})."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what is missing, then make the roles."""
        if missing := [name for name in NAMES if not os.environ.get(name)]:
            raise CommandError(f"{', '.join(missing)} must be set.")
        admin, owner, app, importer, partner = (os.environ[name] for name in NAMES)
        try:
            ensure_roles(admin, {OWNER: owner, APP: app, IMPORT: importer, PARTNER: partner})
            open_database(admin, urlsplit(admin).path.lstrip("/"))
        except psycopg2.Error as error:
            raise CommandError(f"DATABASE_ADMIN_URL does not work: {str(error).splitlines()[0]}") from error
