"""What the form of a request starts with."""

from __future__ import annotations

from typing import Any

from approvals.domain.lifecycle import LABELS
from approvals.models import ApprovalRequest
from opportunities.models import Opportunity
from salesops.core.actor import Actor


def offer_choices(actor: Actor, deal: Opportunity) -> list[tuple[str, str]]:
    """This function will list the versions of a deal's offer that were not withdrawn, newest first."""
    rows = deal.offers.exclude(state="withdrawn").order_by("-number")
    return [(str(row.number), f"Offer v{row.number}, {row.get_state_display().lower()}") for row in rows]


def last_asked(deal: Opportunity) -> dict[str, Any]:
    """This function will give the words of the deal's last request, to start a new one with."""
    row = ApprovalRequest.objects.filter(opportunity=deal).order_by("-id").values(*LABELS).first()
    return dict(row) if row else {}
