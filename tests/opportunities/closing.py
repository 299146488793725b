"""Set-up of closings through services: terms, points, signatories, quotes and private offers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from opportunities.domain.terms import KIND_OF
from opportunities.models import Closing, Document, LegalItem, MarketplaceOffer, Quote
from opportunities.services.accept_offer import accept_offer
from opportunities.services.create_marketplace_offer import NewMarketplaceOffer, create_marketplace_offer
from opportunities.services.file_document import NewDocument, change_document, file_document
from opportunities.services.issue_quote import issue_quote
from opportunities.services.name_signer import Signatories, name_signer
from opportunities.services.present_offer import present_offer
from opportunities.services.raise_legal_item import raise_legal_item
from opportunities.services.settle_legal_item import settle_legal_item
from opportunities.services.settle_terms import settle_terms
from salesops.accounts.models import Contact
from tests.cast import Cast
from tests.opportunities.pricing import SUPPORT, Pricing, line
from tests.story import LINK, Deal, new_contact


def settle(deal: Deal, *topics: str, state: str = "agreed", actor: Any = None, **more: Any) -> None:
    """Say how topics stand; all standard ones where none is named."""
    settle_terms(**deal.known(actor), topics=topics or list(KIND_OF), state=state, **more)


def open_point(deal: Deal, severity: str = "minor", document: Document | None = None, actor: Any = None) -> LegalItem:
    """Write a point down; on a document it is a redline."""
    text = "Cap the liability at the annual fee"
    document_id = document.pk if document else None
    return raise_legal_item(**deal.known(actor), text=text, severity=severity, document_id=document_id)


def settle_point(deal: Deal, row: LegalItem, actor: Any = None) -> LegalItem:
    """Settle it."""
    return settle_legal_item(actor=actor or deal.actor, now=deal.now, item_id=row.pk, how="Both agreed to the cap.")


@dataclass
class Closable:
    """A deal with a small offer at list price, which needs nobody's approval, as far as it was brought."""

    cast: Cast
    channel: str = "marketplace"
    process: str = "generic.three_stage"
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        for who in ("naomi", "owen", "tomas"):
            self.cast.user(who)
        self.deal = Deal(self.cast, process=self.process, now=self.now)
        Contact.objects.filter(pk=self.deal.contact.pk).update(title="CFO", email="kari@fjordline.test")
        self.other = new_contact(self.deal.account, "Berit Foss", title="Cloud lead", email="berit@fjordline.test")
        self.pricing = Pricing(self.deal)
        marketplace = "aws" if self.channel == "marketplace" else ""
        self.pricing.write(
            line(SUPPORT), terms={"channel": self.channel, "marketplace": marketplace}, term_months=12, payment_days=30
        )

    def file(self, kind: str, state: str = "issued", **more: Any) -> Document:
        """File a document by link."""
        if state == "signed":
            more = {"signed_by": "Kari Aasen", "signed_on": self.deal.now.date(), **more}
        new = NewDocument(kind=kind, title=f"{kind} v1", state=state, link=LINK, **more)
        return file_document(**self.deal.known(), new=new)

    def choose(self) -> None:
        """Present the offer and have its option chosen."""
        present_offer(**self.pricing.known())
        accept_offer(**self.pricing.known(), letter="A", document_id=self.file("other").pk)

    def signatories(self, **more: Any) -> Signatories:
        """Kari signs, Berit accepts."""
        named = Signatories(
            self.deal.contact.pk,
            admin_id=self.other.pk,
            buyer_account="4711",
            buyer_account_again="4711",
            is_permission_confirmed=True,
        )
        return replace(named, **more)

    def name(self, **more: Any) -> Closing:
        """Name them."""
        return name_signer(**self.deal.known(), given=self.signatories(**more))

    def issue(self) -> Quote:
        """Issue the quote."""
        return issue_quote(**self.deal.known(self.cast.owen), number=self.pricing.number)

    def quote(self, signed_by: str = "Kari Aasen") -> Quote:
        """Issue the quote and have it signed."""
        quote = self.issue()
        self.sign(quote, signed_by)
        return quote

    def sign(self, quote: Quote, signed_by: str = "Kari Aasen") -> None:
        """Have the quote signed."""
        signed = {"signed_by": signed_by, "signed_title": "CFO", "signed_company": "Fjordline Telecom AS"}
        known = {**self.deal.known(), "document_id": quote.document_id}
        change_document(**known, state="signed", **signed, signed_on=self.deal.now.date())

    def private_offer(self, who: str = "naomi", **more: Any) -> MarketplaceOffer:
        """Record the private offer."""
        new = NewMarketplaceOffer(**{"reference": "offer-4711", "url": LINK, **more})
        return create_marketplace_offer(**self.deal.known(self.cast.actor(who)), new=new)

    def there(self) -> dict[str, bool]:
        """Return what the channel asks for, and whether it is there, as the database reads it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT item, is_there FROM closing_set(%s, %s)", [self.deal.id, self.deal.now])
            return dict(cursor.fetchall())
