"""Who may be made the owner of an opportunity."""

from __future__ import annotations

from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, Refused
from salesops.process.domain.definition import Definition


def require_may_own(person: Actor, definition: Definition) -> None:
    """This function will insist that a person may own a deal of this process (domain §1.7, C5).

    Raises: Refused R09 for a person of a function that never owns; Invalid naming the roles that may.
    """
    answer = decide(person, "opp.own", Facts())
    if answer.allowed and person.has_role(*definition.owner_roles):
        return
    if answer.code == "R09":
        raise Refused(answer.code, f"{person.name}: {answer.sentence}", next_action=answer.next_action)
    roles = ", ".join(definition.owner_roles)
    raise Invalid({"owner": [f"{person.name} holds none of the roles that may own {definition.key}: {roles}."]})
