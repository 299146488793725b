"""Which opportunities a person may see at all."""

from __future__ import annotations

from django.db.models import QuerySet

from opportunities.models import Opportunity
from salesops.charter import Facts, decide, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible


def charter_facts(opportunity: Opportunity, actor: Actor, team_mode: str = "organisation") -> Facts:
    """This function will say what the charter needs to know of an opportunity."""
    return Facts(
        subject=RecordRef("opportunity", opportunity.pk),
        owner_id=opportunity.owner_id,
        originator_id=opportunity.originator_id,
        region=opportunity.region,
        is_won=opportunity.stage_kind == "won",
        is_renewal=opportunity.type == "renewal",
        is_assigned_to_actor=opportunity.next_step_owner_id == actor.user_id,
        team_mode=team_mode,
    )


def visible_to(actor: Actor) -> QuerySet[Opportunity]:
    """This function will return the opportunities whose summary the person may see (domain §1.3).

    Merged and duplicate records stay visible; a person without any seeing role sees none.
    """
    allowed = decide(actor, "opp.view_summary", Facts()).allowed
    return Opportunity.objects.all() if allowed else Opportunity.objects.none()


def not_visible(opportunity_id: int | None = None) -> NotVisible:
    """This function will return the one answer for missing and hidden opportunities alike."""
    return NotVisible(
        "not_found",
        f"There is no opportunity {opportunity_id or ''} for you.".replace("  ", " "),
        next_action="Check the number, or ask the owner whether you should see it.",
    )


def one_of(rows: QuerySet[Opportunity], opportunity_id: int) -> Opportunity:
    """This function will return one of the rows.

    By `get` and not by `first`, which would order the one row, and composing that takes longer than reading it.

    Raises: NotVisible.
    """
    try:
        return rows.get(pk=opportunity_id)
    except Opportunity.DoesNotExist:
        raise not_visible(opportunity_id) from None


def require_visible(actor: Actor, row: Opportunity) -> None:
    """This function will insist that somebody may see an opportunity that is read already in full.

    Raises: NotVisible, Refused where only its summary is shown.
    """
    if not decide(actor, "opp.view_summary", Facts()).allowed:
        raise not_visible(row.pk)
    require(actor, "opp.view_full", charter_facts(row, actor))


def get_visible(actor: Actor, opportunity_id: int) -> Opportunity:
    """This function will return one opportunity in full, with its account, owner and product.

    Raises: NotVisible where it does not exist for this person; Refused where only its summary is shown.
    """
    rows = visible_to(actor).select_related("account", "owner", "originator", "product", "next_step_owner", "territory")
    found = one_of(rows, opportunity_id)
    require(actor, "opp.view_full", charter_facts(found, actor))
    return found
