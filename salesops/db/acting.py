"""Tell PostgreSQL who acts until the transaction ends: histories and guards read it."""

from __future__ import annotations

from django.db import connection

from salesops.core.actor import Actor

SETTING = "salesops.actor"


def act_as(actor: Actor) -> None:
    """This function will say for whom the transaction writes. Locking a deal says it already, in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(actor.user_id or "")])
