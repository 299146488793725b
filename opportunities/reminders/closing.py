"""Reminders of papers to be signed, private offers to be accepted, and documents that are missing (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from opportunities.domain.closing_set import PAPERS, SIGNATURE_PERCENT, Item
from opportunities.domain.closing_steps import ANSWERED_BY_PAPER
from opportunities.domain.terms import ClosingFacts
from opportunities.models import Document, MarketplaceOffer, Quote
from opportunities.reminders.deals import Deal, day, open_deals
from salesops.core.actor import RecordRef
from salesops.process.domain.registry import load_facts
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of


@rule(
    Rule(
        key="envelope_unsigned",
        scope="opportunity",
        title="Paper unsigned",
        trigger="a paper of ours was sent to the customer and is not signed",
        stops="it is signed or void",
        lanes=(lane("owner", "3 bd", every="3 bd"), lane("manager", "10 bd")),
    )
)
def envelope_unsigned(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find our papers that wait for a signature, with words the owner may send."""
    sent = Document.objects.filter(opportunity__in=ids, kind__in=PAPERS, state="issued")
    # Where the customer answers by a paper of their own, nobody signs our quote.
    answered = Quote.objects.filter(document=OuterRef("pk"), offer__channel__in=ANSWERED_BY_PAPER)
    found = list(sent.filter(~Exists(answered), origin__in=("ours", "e_signature")).order_by("id"))
    deals = {deal.id: deal for deal in open_deals({paper.opportunity_id for paper in found})}
    for paper in found:
        if deal := deals.get(paper.opportunity_id):
            yield deal.matter(
                f"sent:{paper.pk}", paper.created_at,
                subject=RecordRef("document", paper.pk),
                title=f"Get “{paper.title}” signed for {deal.name}",
                why=f"Sent on {day(paper.created_at, now)}, unsigned. You could write: “Is anything in “{paper.title}”"
                " still open on your side? I am glad to go through it with whoever signs.”",
                path=deal.form("change_document", paper.pk), act="Record it",
            )  # fmt: skip


@rule(
    Rule(
        key="marketplace_offer_unaccepted",
        scope="opportunity",
        title="Private offer not accepted",
        trigger="a private offer on a marketplace was made three business days ago and is not accepted",
        stops="it is accepted, withdrawn or expired",
        lanes=(lane("owner", "3 bd"), lane("finance", "3 bd"), lane("manager", "6 bd")),
    )
)
def marketplace_offer_unaccepted(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the private offers that wait, since they were made."""
    for deal, offer, finance in _private_offers(ids):
        yield deal.matter(
            f"made:{offer.pk}", offer.created_at,
            subject=RecordRef("marketplace_offer", offer.pk),
            people=deal.people | {"finance": finance},
            title=f"Have private offer {offer.reference} accepted for {deal.name}",
            why=f"It is in {offer.get_marketplace_display()} since {day(offer.created_at, now)}, not accepted.",
            path=deal.form("accept_marketplace_offer"), act="Record it",
            is_quiet=offer.expires_on < now.date(),
        )  # fmt: skip


@rule(
    Rule(
        key="marketplace_offer_expiring",
        scope="opportunity",
        title="Private offer runs out",
        trigger="the last day of a private offer that is not accepted is a week away",
        stops="it is accepted, withdrawn or expired",
        lanes=(lane("owner", "-7 d"), lane("finance", "-7 d"), lane("manager", "-2 d")),
    )
)
def marketplace_offer_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the private offers that wait, with their last day."""
    for deal, offer, finance in _private_offers(ids):
        yield deal.matter(
            f"expires:{offer.expires_on}", offer.expires_on,
            subject=RecordRef("marketplace_offer", offer.pk),
            people=deal.people | {"finance": finance},
            title=f"Have private offer {offer.reference} accepted before it expires",
            why=f"It expires on {day(offer.expires_on, now)}, and {deal.name} closes by it.",
            path=deal.form("accept_marketplace_offer"), act="Record it",
            is_quiet=offer.expires_on < now.date(),
        )  # fmt: skip


def _private_offers(ids: Sequence[int]) -> list[tuple[Deal, MarketplaceOffer, tuple[int, ...]]]:
    """Return the private offers that wait, with their deals and the people of finance."""
    rows = MarketplaceOffer.objects.filter(opportunity__in=ids, withdrawn_at=None, accepted_at=None)
    waiting = {offer.opportunity_id: offer for offer in rows}
    finance = holders_of("vp_finance") if waiting else ()
    return [(deal, waiting[deal.id], finance) for deal in open_deals(waiting)]


@rule(
    Rule(
        key="closing_docs_missing",
        scope="opportunity",
        title="Closing documents missing",
        trigger="more than five business days in Signature with documents missing",
        stops="every document of the channel is filed",
        lanes=(lane("owner", "5 bd", every="2 bd"), lane("finance", "7 bd")),
        is_urgent=True,
    )
)
def closing_docs_missing(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the deals in Signature whose channel asks for more than is filed; payment is no paper."""
    late = open_deals(ids, Q(probability__gte=SIGNATURE_PERCENT))
    known = load_facts("opportunity", [deal.id for deal in late], now)
    finance = holders_of("vp_finance") if late else ()
    for deal in late:
        asked = known[deal.id].part(ClosingFacts).closing_set
        if missing := [item for item in asked.missing if item.key != "payment"]:
            yield deal.matter(
                f"stage:{deal.stage_seq}", deal.stage_entered_at,
                people=deal.people | {"finance": finance},
                title=f"File what is missing to close {deal.name}",
                why=f"In {deal.in_stage.label} since {day(deal.stage_entered_at, now)}. Missing: {_words(missing)}.",
                path=deal.form("closing"), act="See closing",
            )  # fmt: skip


def _words(items: Iterable[Item]) -> str:
    return "; ".join(item.label[0].lower() + item.label[1:] for item in items)
