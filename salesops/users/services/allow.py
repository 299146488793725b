"""The checks of the services about people: sales operations, the house itself, oneself, one's manager."""

from __future__ import annotations

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Refused
from salesops.users.domain.roles import can_manage_people
from salesops.users.queries import is_manager_of


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


def require_absence_keeper(actor: Actor, action: str, user_id: int) -> None:
    """This function will raise Refused unless the actor is the person, their manager or sales operations (§6.4).

    Raises: Refused.
    """
    if actor.user_id == user_id or (actor.scopes is None and is_manager_of(actor, user_id)):
        return
    if actor.via == "system" or (can_manage_people(actor.roles) and actor.scopes is None):
        return
    raise Refused(
        "refused",
        "Days away are set by the person, their manager or sales operations.",
        next_action="Ask one of them.",
        action=action,
        subject=RecordRef("user", user_id),
    )
