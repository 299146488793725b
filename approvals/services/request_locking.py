"""The first steps of every service about requests: lock the deal, then the request."""

from __future__ import annotations

from dataclasses import replace

from approvals.domain.kinds import KINDS
from approvals.models import ApprovalRequest
from opportunities.models import Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, ref, require_version
from salesops.charter import require
from salesops.charter.facts import Facts
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible

SUBMIT, DECIDE = "approval.submit", "approval.decide"
# Who looks after what an owner does not.
_ACTIONS = {"decommission": "decommission.request"}
_THEIR_OWN = {"partner_fee": "partner_manager"}


def lock_request(
    actor: Actor, request_id: int, *, expected_version: int | None = None
) -> tuple[Opportunity, ApprovalRequest]:
    """This function will lock a request behind its deal. Raises: NotVisible, StaleVersion."""
    found = ApprovalRequest.objects.filter(pk=request_id).values_list("opportunity_id", flat=True).first()
    if found is None:
        raise NotVisible("not_found", f"There is no request {request_id} for you.", next_action="Open the queue.")
    opportunity = lock_opportunity(actor, found)
    row = ApprovalRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    require_version(opportunity, "The request", expected_version, row.version)
    return opportunity, row


def locked_deal(opportunity_id: int) -> Opportunity:
    """This function will lock a deal for what the house does by itself, in nobody's name."""
    return Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity_id)


def require_may_ask(actor: Actor, kind: str, opportunity: Opportunity) -> None:
    """This function will insist that the actor may ask for this kind here (domain §6.1). Raises: Refused."""
    facts = may_ask_facts(actor, kind, facts_of(opportunity, actor))
    require(actor, action_of(kind), facts)


def may_ask_facts(actor: Actor, kind: str, facts: Facts) -> Facts:
    """This function will say what the charter needs to know besides of somebody who asks for a kind."""
    return replace(facts, is_own_area=actor.has_role(_THEIR_OWN.get(kind, "")))


def action_of(kind: str) -> str:
    """This function will name the action of the charter that asking for a kind is."""
    return _ACTIONS.get(kind, SUBMIT)


def require_state(row: ApprovalRequest, opportunity: Opportunity, action: str, *states: str) -> None:
    """This function will insist that the request stands where this is possible. Raises: Conflict."""
    if row.state not in states:
        raise Conflict(
            "request_state",
            f"The request of {KINDS[row.kind].label.lower()} is {row.get_state_display().lower()}. "
            "Nothing was changed.",
            next_action="Read it again; ask anew where it is still needed.",
            action=action,
            subject=ref(opportunity),
        )
