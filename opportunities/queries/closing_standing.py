"""How far the closing of one deal is: its steps, signatories, private offer and documents (domain §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opportunities.domain.closing_set import ANSWERS, NEVER_ENOUGH, ClosingSet
from opportunities.domain.closing_steps import Step, StepFacts, closing_steps
from opportunities.domain.commercial import CommercialStanding, Cover
from opportunities.domain.kinds import label
from opportunities.domain.offer_words import ACCEPTED, CHANNELS, DRAFT, PRESENTED, WITHDRAWN
from opportunities.domain.terms import ClosingFacts
from opportunities.models import Closing, MarketplaceOffer, Offer, Opportunity, Quote
from opportunities.queries.visible import get_visible
from salesops.core.actor import Actor
from salesops.process.domain.registry import load_facts
from salesops.process.queries import definition_of


@dataclass(frozen=True, slots=True)
class ClosingStanding:
    """The closing of a deal: steps, what is asked for, who signs, and the private offer on a marketplace."""

    steps: tuple[Step, ...]
    asked: ClosingSet
    channel: str
    closing: Closing | None
    quote: Quote | None
    private_offer: MarketplaceOffer | None

    @property
    def channel_label(self) -> str:
        """The words for the channel; empty where no offer says one."""
        return label(CHANNELS, self.channel)

    @property
    def never_enough(self) -> str:
        """What is never enough to win a deal, in words."""
        return ", ".join(NEVER_ENOUGH)


def closing_of(actor: Actor, opportunity_id: int, *, now: datetime) -> ClosingStanding:
    """This function will read how far the closing of a deal is. Raises: NotVisible, Refused."""
    return standing_of(get_visible(actor, opportunity_id), now=now)


def standing_of(row: Opportunity, *, now: datetime) -> ClosingStanding:
    """This function will read how far the closing of a deal is."""
    known = load_facts("opportunity", [row.pk], now)[row.pk]
    asked = known.part(ClosingFacts).closing_set
    offer = _offer(row)
    quote = Quote.objects.filter(opportunity=row, voided_at=None).select_related("document").first()
    private = MarketplaceOffer.objects.filter(opportunity=row, withdrawn_at=None).first()
    cover = known.part(CommercialStanding).cover(offer.pk) if offer else Cover()
    facts = _facts(row, offer, quote, private, asked, cover)
    people = ("signer", "admin", "signer_authority", "by")
    closing = Closing.objects.filter(opportunity=row).select_related(*people).first()
    return ClosingStanding(closing_steps(facts), asked, facts.channel, closing, quote, private)


def _offer(row: Opportunity) -> Offer | None:
    offers = Offer.objects.filter(opportunity=row).exclude(state=WITHDRAWN).select_related("selected_option")
    return min(offers, key=lambda each: (each.state == DRAFT, -each.number), default=None)


def _facts(
    row: Opportunity,
    offer: Offer | None,
    quote: Quote | None,
    private: MarketplaceOffer | None,
    asked: ClosingSet,
    cover: Cover,
) -> StepFacts:
    if offer is None:
        return StepFacts(is_won=row.stage_kind == "won")
    there = {each.key: each.is_there for each in asked.items}
    return StepFacts(
        channel=offer.channel,
        offer_number=offer.number,
        is_covered=cover.is_covered,
        needs_approval=cover.is_needed,
        is_shown=offer.state in (PRESENTED, ACCEPTED),
        letter=offer.selected_option.letter if offer.selected_option else "",
        quote_number=quote.number if quote else "",
        is_quote_signed=quote is not None and quote.document.state == "signed",
        marketplace_reference=private.reference if private else "",
        is_accepted=bool(there) and all(there.get(key, True) for key in ANSWERS),
        missing=sum(not is_there for key, is_there in there.items() if key != "payment"),
        waits_for_payment=definition_of(row.definition_id).won_policy == "documents_and_payment"
        and not there.get("payment", False),
        is_won=row.stage_kind == "won",
    )
