"""Ask for a component to be confirmed again because something changed."""

from __future__ import annotations

from datetime import datetime

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.models import Reconfirmation
from salesops.core.actor import SYSTEM

# A change of the amount by this share, or of the close date by so many days, reopens what was known (domain §3.3).
AMOUNT_SHARE = 0.25
CLOSE_DATE_DAYS = 30


def force_reconfirmation(*, opportunity_id: int, component: str, reason: str, now: datetime) -> None:
    """This function will lower a component until it is assessed afresh (domain §3.3).

    It runs inside the transaction of the event that made it necessary.
    """
    opportunity = Opportunity.objects.get(pk=opportunity_id)
    Reconfirmation.objects.create(opportunity=opportunity, component=component, reason=reason, at=now)
    data = {"component": component, "reason": reason}
    tell(opportunity, events.FORCED, actor=SYSTEM, now=now, data=data)


def force_for_amendment(
    *, opportunity_id: int, before: dict[str, str | None], after: dict[str, str | None], now: datetime
) -> None:
    """This function will force metrics after ±25 % of amount, decision process after a move of over 30 days."""
    old, new = float(before.get("amount") or 0), float(after.get("amount") or 0)
    if old and abs(new - old) / old >= AMOUNT_SHARE:
        reason = f"the amount changed by {round(100 * (new - old) / old):+} %"
        force_reconfirmation(opportunity_id=opportunity_id, component="metrics", reason=reason, now=now)
    moved = _days_between(before.get("close_date"), after.get("close_date"))
    if abs(moved) > CLOSE_DATE_DAYS:
        reason = f"the close date moved by {moved} days"
        force_reconfirmation(opportunity_id=opportunity_id, component="decision_process", reason=reason, now=now)


def force_for_departure(*, contact_id: int, name: str, now: datetime) -> None:
    """This function will force the champion and economic buyer that a departed contact stood for."""
    open_deals = Opportunity.objects.filter(stage_kind="open", stakeholders__contact_id=contact_id)
    roles = open_deals.values_list("id", "stakeholders__role").filter(stakeholders__contact_id=contact_id)
    for opportunity_id, role in roles.order_by("id", "stakeholders__role").distinct():
        if role in ("champion", "economic_buyer"):
            reason = f"{name} has left"
            force_reconfirmation(opportunity_id=opportunity_id, component=role, reason=reason, now=now)


def _days_between(before: str | None, after: str | None) -> int:
    if not before or not after:
        return 0
    return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).days
