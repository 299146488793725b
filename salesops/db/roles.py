"""The database roles: who owns the tables, who works on them, who may place imported records.

`salesops_owner` runs migrations and owns everything. `salesops_app` is what every running process signs in
as: no DDL, no TRUNCATE, no TEMP, only the grants of salesops.db.grants. `salesops_import` has the same grants
and nothing more; the guards of the database let only its sessions place a migrated record at a stage.
`salesops_partner` reads for the partner portal: a few columns, under row-level security (ADR 0601).
"""

from __future__ import annotations

from collections.abc import Mapping

import psycopg2
from psycopg2 import sql

OWNER = "salesops_owner"
APP = "salesops_app"
IMPORT = "salesops_import"
PARTNER = "salesops_partner"
RUNTIME = (APP, IMPORT)
_SAFE = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"


def ensure_roles(admin_url: str, passwords: Mapping[str, str]) -> None:
    """This function will create the four roles where they miss and set the given passwords.

    `admin_url` names a role that may create roles. May run at every start, also twice at once.
    Raises: psycopg2.Error where it may not.
    """
    connection = psycopg2.connect(admin_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('salesops roles'))")
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'salesops%'")
            known = {row[0] for row in cursor.fetchall()}
            for role in (OWNER, *RUNTIME, PARTNER):
                verb = sql.SQL("ALTER ROLE" if role in known else "CREATE ROLE")
                statement = sql.SQL("{} {} " + _SAFE).format(verb, sql.Identifier(role))
                if passwords.get(role):
                    statement += sql.SQL(" PASSWORD {}").format(sql.Literal(passwords[role]))
                cursor.execute(statement)
    finally:
        connection.close()


def ensure_database(admin_url: str, name: str, *, template: str = "template1") -> bool:
    """This function will create the database, owned by the owner role and closed to the public; True where it is new.

    Raises: psycopg2.Error where it may not.
    """
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return False
            database, owner = sql.Identifier(name), sql.Identifier(OWNER)
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(database, owner, sql.Identifier(template))
            )
        open_database(admin_url, name)  # a template does not hand its grants on
        return True
    finally:
        connection.close()


def open_database(admin_url: str, name: str) -> None:
    """This function will let the owner role build in a database and the others enter it, and nobody else.

    TEMP is taken from everybody: with it the runtime role could shadow a table.
    Raises: psycopg2.Error where the role of `admin_url` may not.
    """
    connection = psycopg2.connect(admin_url)
    try:
        with connection, connection.cursor() as cursor:
            database, owner = sql.Identifier(name), sql.Identifier(OWNER)
            runtime = sql.SQL(", ").join(map(sql.Identifier, (*RUNTIME, PARTNER)))
            cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, runtime))
            cursor.execute(sql.SQL("GRANT CREATE, CONNECT, TEMP ON DATABASE {} TO {}").format(database, owner))
            cursor.execute("SELECT current_database()")
            if cursor.fetchone() == (name,):  # schema rights can only be set from inside
                cursor.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(owner))
    finally:
        connection.close()
