"""Withdraw what is out to be signed or accepted, before a deal goes back."""

from __future__ import annotations

from datetime import datetime

from opportunities import events
from opportunities.domain.closing_set import PAPERS
from opportunities.models import Opportunity
from opportunities.services.telling import tell
from salesops.core.actor import Actor


def withdraw_papers(opportunity: Opportunity, reason: str, *, actor: Actor, now: datetime) -> None:
    """This function will void unsigned papers of a locked deal with their quote, and open private offers (§2.6)."""
    offers = opportunity.marketplace_offers.filter(accepted_at=None, withdrawn_at=None)
    papers = opportunity.documents.filter(kind__in=PAPERS, state="issued")
    quotes = opportunity.quotes.filter(voided_at=None, document__in=papers)
    names = [*papers.order_by("id").values_list("title", flat=True), *offers.values_list("reference", flat=True)]
    if not names:
        return
    quotes.update(voided_at=now, voided_by=actor.person_id, voided_reason=reason[:200])
    papers.update(state="void")
    offers.update(withdrawn_at=now, withdrawn_reason=reason[:300])
    tell(opportunity, events.PAPERS_WITHDRAWN, actor=actor, now=now, data={"papers": ", ".join(names)})
