"""Take back the wins that something else undid: a grown amount, or a person of the customer who goes or changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from opportunities.domain.kinds import STAKEHOLDER_ROLES, label
from opportunities.models import Opportunity
from opportunities.services.reach_milestone import revoke_where_reached
from qualification.domain.milestones import RESTS_ON, has_outgrown
from salesops.core.actor import SYSTEM


def revoke_for_amendment(*, opportunity_id: int, now: datetime) -> None:
    """This function will take Financial Win back where the amount is 25 % above the one it was reached at (§2.5).

    Several small steps count like one large one. Another currency is another sum.
    """
    deal = Opportunity.objects.get(pk=opportunity_id)
    win = deal.milestones.filter(key="financial_win", revoked_at=None).first()
    if win is None or win.amount is None:
        return
    if win.currency != deal.currency:
        reason = f"It was reached in {win.currency}; the deal is in {deal.currency} now."
    elif has_outgrown(win.amount, deal.amount):
        reason = f"The amount grew from {win.amount:,.0f} to {deal.amount:,.0f} {deal.currency}."
    else:
        return
    revoke_where_reached(deal, "financial_win", reason, actor=SYSTEM, now=now)


def revoke_for_departure(*, contact_id: int, now: datetime) -> None:
    """This function will take back what rested on a contact who has left, on every open deal (domain §2.5)."""
    open_deals = Opportunity.objects.filter(stage_kind="open", stakeholders__contact_id=contact_id)
    for deal in open_deals.distinct().order_by("pk"):
        roles = deal.stakeholders.filter(contact_id=contact_id).values_list("role", flat=True)
        _revoke(deal, roles, "The {role} has left.", now)


def revoke_for_role(*, opportunity_id: int, role: str, is_named: bool, now: datetime) -> None:
    """This function will take back what rested on a role whose holder changed (domain §2.5).

    Naming somebody changes an economic buyer; a further champion takes nothing from the first.
    """
    if is_named and role not in RESTS_ON["financial_win"]:
        return
    deal = Opportunity.objects.get(pk=opportunity_id)
    _revoke(
        deal, [role], "There is another {role} now." if is_named else "The {role} is not on the deal any more.", now
    )


def _revoke(deal: Opportunity, roles: Iterable[str], reason: str, now: datetime) -> None:
    held = set(roles)
    for key, resting in RESTS_ON.items():
        for role in sorted(held.intersection(resting)):
            words = label(STAKEHOLDER_ROLES, role).lower()
            revoke_where_reached(deal, key, reason.format(role=words), actor=SYSTEM, now=now)
