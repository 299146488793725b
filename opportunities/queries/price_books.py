"""Price books: which there are, and what they list."""

from __future__ import annotations

from django.db.models import QuerySet

from opportunities.models import PriceBook
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def price_books(actor: Actor) -> QuerySet[PriceBook]:
    """This function will return the price books, with their entries; colleagues who see deals read them."""
    rows = PriceBook.objects.select_related("published_by").prefetch_related("entries")
    return rows if decide(actor, "opp.view_full", Facts()).allowed else rows.none()


def price_book(actor: Actor, book_id: int) -> PriceBook:
    """This function will return one price book. Raises: NotVisible."""
    found = price_books(actor).filter(pk=book_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such price book.", next_action="Open the list of price books.")
    return found


def may_publish(actor: Actor) -> bool:
    """This function will say whether the person may publish a price book."""
    return decide(actor, "price_book.publish", Facts()).allowed
