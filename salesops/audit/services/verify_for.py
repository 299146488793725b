"""Verify the ledger on a person's request."""

from __future__ import annotations

from pathlib import Path

from salesops.audit.queries import WHOLE_LEDGER_ROLES
from salesops.audit.services.verify import Report, verify
from salesops.core.actor import Actor
from salesops.core.errors import Refused


def verify_for(actor: Actor, *, folder: Path, key: str) -> Report:
    """This function will verify the whole ledger for someone who may read all of it (domain §1.3 audit.view).

    Raises: Refused for everybody else.
    """
    if not actor.has_role(*WHOLE_LEDGER_ROLES):
        raise Refused(
            "refused",
            "Only leaders and sales operations verify the whole ledger.",
            next_action="Ask one of them to run it.",
            action="audit.view",
        )
    return verify(folder=folder, key=key)
