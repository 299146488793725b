"""Price books: which there are, and what they list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class ListedBook:
    """One price book and whether it is in force today, to come, or past."""

    book: PriceBook
    state: str


def listed_books(actor: Actor, *, now: datetime) -> list[ListedBook]:
    """This function will list every price book, newest first in each currency."""
    listed: list[ListedBook] = []
    in_force: set[str] = set()
    for book in price_books(actor).order_by("currency", "-valid_from"):
        is_now = book.valid_from <= now.date() and book.currency not in in_force
        if is_now:
            in_force.add(book.currency)
        state = "now" if is_now else "past" if book.valid_from <= now.date() else "to come"
        listed.append(ListedBook(book, state))
    return listed
