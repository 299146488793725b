"""The one check of the services about people: sales operations, or the house itself."""

from __future__ import annotations

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Refused
from salesops.users.domain.roles import can_manage_people


def require_people_manager(actor: Actor, action: str, subject: RecordRef) -> None:
    """This function will raise Refused unless the actor may change people; a key never may (reliability §5).

    Raises: Refused.
    """
    if actor.via == "system" or (can_manage_people(actor.roles) and actor.scopes is None):
        return
    raise Refused(
        "refused",
        "People, roles and keys are changed by sales operations.",
        next_action="Ask sales operations.",
        action=action,
        subject=subject,
    )
