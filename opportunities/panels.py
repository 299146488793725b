"""What layer 2 shows on the pages of accounts, and how help and papers read on a deal's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities import events
from opportunities.domain.closing_set import TALKS_PERCENT, Item
from opportunities.domain.facts import HoldoverFact, OpportunityFacts
from opportunities.domain.terms import ClosingFacts
from opportunities.domain.told import Told, add_told
from opportunities.models import Opportunity
from opportunities.queries.by_account import AccountDeals, AccountSum, deals_of_accounts, sums_of_accounts
from opportunities.queries.conversions import deals_of_leads
from opportunities.queries.customers import CustomerPanel, customers
from opportunities.queries.territory_moves import Moves, moves_by
from salesops.core.actor import Actor
from salesops.process.domain.registry import RecordFacts
from salesops.process.queries import definition_of
from salesops.territories.models import TerritoryPlan
from salesops.web.panels import panel

HELP = "message-circle-question"
add_told(
    {
        events.TERMS_SETTLED: Told("scroll-text", "Terms {state}: {words}", "{note}"),
        events.LEGAL_ITEM_RAISED: Told("stamp", "Open with procurement or legal: {text}"),
        events.LEGAL_ITEM_SETTLED: Told("circle-check", "Settled with procurement or legal: {text}", "{how}"),
        events.REDLINED: Told("file-text", "Redline on {title}: {text}"),
        events.OFFER_CREATED: Told("file-text", "Began offer v{number}"),
        events.OFFER_PRESENTED: Told("eye", "Presented offer v{number}"),
        events.OFFER_ACCEPTED: Told("circle-check", "The customer chose option {option} of offer v{number}"),
        events.OFFER_WITHDRAWN: Told("undo-2", "Withdrew offer v{number}", "{reason}"),
        events.QUOTE_ISSUED: Told("stamp", "Issued quote {number}", "Terms {fingerprint}"),
        events.QUOTE_VOIDED: Told("circle-x", "Quote {number} is void", "{reason}"),
        events.SIGNER_NAMED: Told("pen-line", "{signer} signs", "{administrator}"),
        events.MARKETPLACE_OFFER_MADE: Told("building-2", "Private offer {reference} made", "Until {expires_on}"),
        events.MARKETPLACE_OFFER_ACCEPTED: Told("circle-check", "Private offer {reference} accepted"),
        events.PAPERS_WITHDRAWN: Told("undo-2", "Withdrawn before going back: {papers}"),
        events.HOLDOVER_BEGUN: Told("clock", "Stays until {until}, then goes to {territory}"),
        events.HOLDOVER_ENDED: Told("user-check", "Holdover {outcome}", "{reason}"),
        events.HELP_ASKED: Told(HELP, "Asked for help: {kind}", "To {function}"),
        events.HELP_ACCEPTED: Told("user-check", "Took on: {kind}"),
        events.HELP_DONE: Told("circle-check", "Helped: {kind}", "{result}"),
        events.HELP_DECLINED: Told("circle-x", "Declined: {kind}", "{reason}"),
        events.HELP_WITHDRAWN: Told("undo-2", "Withdrew the request: {kind}", "{reason}"),
    }
)


@panel("account.main", "deals", order=10, template="opportunities/account_deals.html")
def account_deals(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountDeals]:
    """Give an account's deals."""
    return deals_of_accounts(actor, list(known), now=now)


@panel("account.row", "sums", order=10, template="opportunities/account_sum.html")
def account_sums(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, AccountSum]:
    """Give how many open deals accounts have, and their sum."""
    return sums_of_accounts(actor, list(known))


@panel("account.rail", "customer", order=10, template="opportunities/customer.html")
def account_customer(actor: Actor, known: Mapping[int, None], now: datetime) -> Mapping[int, CustomerPanel]:
    """Give what kind of customer an account is."""
    return customers(actor, list(known), now=now)


@panel("territory_plan.main", "moves", order=10, template="opportunities/territory_moves.html")
def territory_moves(actor: Actor, known: Mapping[int, TerritoryPlan], now: datetime) -> Mapping[int, Moves]:
    """Give whom a draft of the territories would move; a plan that is none moves nobody any more."""
    return {number: moves_by(actor, plan) for number, plan in known.items() if plan.state == "draft"}


@dataclass(frozen=True, slots=True)
class LeadDeal:
    """The deal a lead became, and the stage it is in."""

    deal: Opportunity
    stage: str


@panel("lead.line", "deal", order=10, template="opportunities/lead_deal.html")
def lead_deal(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, LeadDeal]:
    """Give the deal a lead became."""
    converted = [pk for pk, lead in known.items() if lead.status == "converted"]
    deals = deals_of_leads(actor, converted) if converted else {}
    return {pk: LeadDeal(deal, definition_of(deal.definition_id).stage(deal.stage).label) for pk, deal in deals.items()}


@panel("opportunity.line", "holdover", order=20, template="opportunities/holdover_line.html")
def holdover_line(actor: Actor, known: Mapping[int, RecordFacts], now: datetime) -> Mapping[int, HoldoverFact]:
    """Give until when a deal stays with its owner, and where it goes then (domain §5.4)."""
    found = {pk: each.part(OpportunityFacts).holdover for pk, each in known.items()}
    return {pk: holdover for pk, holdover in found.items() if holdover}


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """What the closing of a deal still lacks."""

    deal_id: int
    missing: tuple[Item, ...]


@panel("opportunity.line", "closing", order=30, template="opportunities/closing_line.html")
def closing_line(actor: Actor, known: Mapping[int, RecordFacts], now: datetime) -> Mapping[int, ClosingLine]:
    """Give the documents that are missing, from Negotiate on (domain §7.3)."""
    talking = {pk: each for pk, each in known.items() if _is_in_talks(each)}
    found = {pk: ClosingLine(pk, each.part(ClosingFacts).closing_set.missing) for pk, each in talking.items()}
    return {pk: line for pk, line in found.items() if line.missing}


def _is_in_talks(known: RecordFacts) -> bool:
    fields = known.part(OpportunityFacts).fields
    return fields["stage_kind"] == "open" and int(str(fields["probability"])) >= TALKS_PERCENT
