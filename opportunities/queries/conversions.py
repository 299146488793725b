"""What is known before a lead is converted, and what became of those that were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.accounts.queries import find_or_suggest
from salesops.core.actor import Actor
from salesops.intake.models import Lead
from salesops.intake.queries.ownership import domain_of

# The end of the time a lead named, in days from the day it came in.
DAYS_OF = {"within_3_months": 90, "within_6_months": 180, "within_12_months": 360}


def account_choices_of(actor: Actor, lead: Lead) -> list[tuple[str, str]]:
    """This function will list the accounts a lead's company may be, best first, and a new one."""
    match = find_or_suggest(actor, name=lead.company, domain=domain_of(lead))
    new = ("new", f"New account: {lead.company}")
    if match.account is not None:
        return [(str(match.account.pk), f"{match.account.name}, the same by name or web domain"), new]
    if match.suggestions:
        return [("", "Choose: it may be one we know"), *((str(each.pk), each.name) for each in match.suggestions), new]
    return [new]


def buys_by(lead: Lead) -> date | None:
    """This function will return the end of the time a lead said it wants to buy in; None where it said none."""
    days = DAYS_OF.get(lead.timeline)
    return lead.opened_at.date() + timedelta(days=days) if days else None


def deals_of_leads(actor: Actor, lead_ids: Iterable[int]) -> dict[int, Opportunity]:
    """This function will return the opportunities leads became, by lead."""
    rows = visible_to(actor).filter(lead_id__in=list(lead_ids)).select_related("owner")
    return {row.lead_id: row for row in rows if row.lead_id is not None}
