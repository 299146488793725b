"""The database of one `make up`: whose it is, its roles, and its schema brought up to this code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2

from salesops.db.roles import APP, IMPORT, OWNER, PARTNER, ensure_database, ensure_roles, open_database
from salesops.env import BASE_DIR
from salesops.stack.account import StackError
from salesops.stack.disk import says_full

DATABASE = "salesops"
ROLES = (OWNER, APP, IMPORT, PARTNER)


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """The addresses of one database: for migrations, for the processes, for the migration import, for the portal."""

    owner: str
    app: str
    importer: str
    partner: str

    def for_importers(self) -> dict[str, dict[str, str]]:
        """Return, by program, who else is told the import role's address: those that start migration imports."""
        more = {"DATABASE_IMPORT_URL": self.importer} if self.importer else {}
        return {"worker": more, "sweeper": more}


def own_database(admin_url: str, secrets: Mapping[str, str]) -> DatabaseUrls:
    """This function will make the roles and the database on the embedded server and return the addresses."""
    ensure_roles(admin_url, secrets)
    ensure_database(admin_url, DATABASE)
    return DatabaseUrls(*(login(admin_url, role, secrets[role], DATABASE) for role in ROLES))


def named_database(environ: Mapping[str, str], secrets: Mapping[str, str]) -> DatabaseUrls:
    """This function will use the database that DATABASE_URL names.

    With DATABASE_OWNER_URL all addresses are taken as they are. Without it DATABASE_URL must name a role that
    may make the roles; the processes then run as the made ones.
    Raises: StackError with one sentence.
    """
    url = environ["DATABASE_URL"]
    if owner := environ.get("DATABASE_OWNER_URL"):
        return DatabaseUrls(owner, url, environ.get("DATABASE_IMPORT_URL", ""), environ.get("DATABASE_PARTNER_URL", ""))
    try:
        if not may_make_roles(url):
            raise StackError(
                "DATABASE_URL names a role that cannot make others; set DATABASE_OWNER_URL to the owner's address, "
                "and let DATABASE_URL name the runtime role (docs/howto/deploy.md)."
            )
        name = urlsplit(url).path.lstrip("/")
        ensure_roles(url, secrets)
        open_database(url, name)
    except psycopg2.Error as error:
        raise StackError(f"DATABASE_URL does not work ({one_line(error)}); correct it, or unset it.") from error
    return DatabaseUrls(*(login(url, role, secrets[role], name) for role in ROLES))


def may_make_roles(url: str) -> bool:
    """Say whether the role of the address is a superuser: only one may hand the schema over."""
    connection = psycopg2.connect(url, connect_timeout=5)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            return bool(cursor.fetchone()[0])
    finally:
        connection.close()


def login(url: str, role: str, password: str, database: str) -> str:
    """Return the address with another role and database."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{role}:{quote(password, safe='')}@{place}", f"/{database}", parts.query, ""))


def one_line(error: Exception) -> str:
    """Return an error's first line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def manage(environ: Mapping[str, str], *command: str) -> str:
    """This function will run a command of manage.py to its end and return what it printed.

    Raises: StackError with the command's last line where it fails.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=BASE_DIR, env={**os.environ, **environ},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    if done.returncode and says_full(done.stdout):
        raise StackError("No space left on device.")
    if done.returncode:
        last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
        raise StackError(last.removeprefix("CommandError: "))
    return done.stdout
