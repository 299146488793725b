"""Reminders of offers nobody answers and quotes that run out (domain §7.1, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from opportunities.domain.closing_set import ANSWERS
from opportunities.domain.offer_words import PRESENTED
from opportunities.domain.terms import ClosingFacts
from opportunities.models import Activity, Offer, Quote
from opportunities.reminders.deals import day, open_deals
from salesops.core.actor import RecordRef
from salesops.process.domain.registry import load_facts
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of

# What the customer may answer by.
REPLIES = ("call", "meeting", "email", "enquiry")


@rule(
    Rule(
        key="proposal_unanswered",
        scope="opportunity",
        title="Offer unanswered",
        trigger="an offer was presented five business days ago and no reply is logged",
        stops="a reply is logged, or the offer is accepted or withdrawn",
        lanes=(lane("owner", "5 bd"),),
    )
)
def proposal_unanswered(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the presented offers without a word of the customer after them."""
    reply = Activity.objects.filter(
        opportunity=OuterRef("opportunity"), happened_at__gt=OuterRef("presented_at"), kind__in=REPLIES,
        customer_count__gt=0,
    )  # fmt: skip
    shown = Offer.objects.filter(~Exists(reply), opportunity__in=ids, state=PRESENTED)
    offers = {offer.opportunity_id: offer for offer in shown}
    for deal in open_deals(offers):
        offer = offers[deal.id]
        if offer.presented_at:
            yield deal.matter(
                f"presented:{offer.pk}", offer.presented_at,
                title=f"Ask for an answer to offer v{offer.number} of {deal.name}",
                why=f"They have it since {day(offer.presented_at, now)}; no reply is logged.",
                path=deal.form("log_activity", kind="call"), act="Log a reply",
            )  # fmt: skip


@rule(
    Rule(
        key="quote_expiring",
        scope="opportunity",
        title="Quote runs out",
        trigger="the last day of an unanswered quote is a week away, and two days",
        stops="the customer accepts it, or it is issued again",
        lanes=(lane("owner", "-7 d", "-2 d"), lane("finance", "-2 d")),
    )
)
def quote_expiring(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the quotes in force that the customer has not accepted by the paper of the channel."""
    quotes = {quote.opportunity_id: quote for quote in Quote.objects.filter(opportunity__in=ids, voided_at=None)}
    known = load_facts("opportunity", sorted(quotes), now)
    waiting = [pk for pk in quotes if not _is_answered(known[pk].part(ClosingFacts))]
    finance = holders_of("vp_finance") if waiting else ()
    for deal in open_deals(waiting):
        quote = quotes[deal.id]
        yield deal.matter(
            f"until:{quote.valid_until}", quote.valid_until,
            subject=RecordRef("quote", quote.pk),
            people=deal.people | {"finance": finance},
            title=f"Get quote {quote.number} accepted or have it issued again",
            why=f"It is valid until {day(quote.valid_until, now)}, and {deal.name} has no answer to it on file.",
            path=deal.form("closing"), act="See closing",
        )  # fmt: skip


def _is_answered(facts: ClosingFacts) -> bool:
    return any(item.is_there for item in facts.closing_set.items if item.key in (*ANSWERS, "signed_quote"))
