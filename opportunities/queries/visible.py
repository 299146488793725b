"""Which opportunities a person may see at all, and the facts the charter is asked with."""

from __future__ import annotations

from django.db.models import QuerySet

from opportunities.models import Opportunity
from salesops.charter import Facts, decide
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible


def visible_to(actor: Actor) -> QuerySet[Opportunity]:
    """This function will return the opportunities whose summary the person may see (domain §1.3).

    Merged and duplicate records stay visible; a person without any seeing role sees none.
    """
    allowed = decide(actor, "opp.view_summary", Facts()).allowed
    return Opportunity.objects.all() if allowed else Opportunity.objects.none()


def charter_facts(opportunity: Opportunity, actor: Actor) -> Facts:
    """This function will describe an opportunity to the charter; no statement is sent."""
    return Facts(
        subject=RecordRef("opportunity", opportunity.pk),
        owner_id=opportunity.owner_id,
        originator_id=opportunity.originator_id,
        region=opportunity.region,
        is_won=opportunity.stage_kind == "won",
        is_renewal=opportunity.type == "renewal",
        is_assigned_to_actor=actor.user_id == opportunity.owner_id,
    )


def not_visible() -> NotVisible:
    """This function will make the one answer for what is missing and what is hidden."""
    return NotVisible(
        "not_found",
        "This opportunity does not exist or is not visible to you.",
        next_action="Open the pipeline.",
    )
