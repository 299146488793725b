"""The first step of every service about a POC: lock the opportunity, then the POC, then ask the charter."""

from __future__ import annotations

from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open, require_version
from qualification.models import Poc, SuccessPlan
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible


def lock_poc(actor: Actor, poc_id: int, action: str, *, expected_version: int | None = None) -> tuple[Poc, Opportunity]:
    """This function will lock a POC behind its opportunity and ask whether the actor may do the action.

    Raises: NotVisible, Refused, Conflict R28 where the opportunity is closed, StaleVersion.
    """
    opportunity_id = Poc.objects.filter(pk=poc_id).values_list("opportunity_id", flat=True).first()
    if opportunity_id is None:
        raise NotVisible("not_found", f"There is no POC {poc_id} for you.", next_action="Open the opportunity's POC.")
    opportunity = lock_opportunity(actor, opportunity_id)
    require_action(actor, action, opportunity)
    require_open(opportunity, action)
    poc = Poc.objects.select_for_update().get(pk=poc_id)
    require_version(opportunity, "The POC", expected_version, poc.version)
    return poc, opportunity


def require_state(poc: Poc, opportunity: Opportunity, action: str, *states: str) -> None:
    """This function will insist on one of the states. Raises: Conflict naming them."""
    if poc.state not in states:
        raise Conflict(
            "poc_state",
            f"The POC is {poc.state}; this is done while it is {' or '.join(states)}. Nothing was changed.",
            next_action="Look at the POC's steps.",
            action=action,
            subject=ref(opportunity),
        )


def is_signed(plan: SuccessPlan | None) -> bool:
    """This function will say whether the champion's signature covers this version (domain §4.2)."""
    return plan is not None and plan.covering_signature is not None
