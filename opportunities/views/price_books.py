"""Price books: what is listed since when; finance or operations publish the next one whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.price_book import PriceBookForm, as_form_faults, rows_of
from opportunities.queries import price_books as queries
from opportunities.services.publish_price_book import publish_price_book
from salesops.core.errors import Invalid
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_price_books(request: ActingRequest) -> HttpResponse:
    """Show every price book, the ones in force marked."""
    context = {
        "rows": queries.listed_books(request.actor, now=timezone.now()),
        "may_publish": queries.may_publish(request.actor),
    }
    return render(request, "opportunities/price_books.html", context)


@require_GET
def show_price_book(request: ActingRequest, book_id: int) -> HttpResponse:
    """Show what one price book lists."""
    book = queries.price_book(request.actor, book_id)
    context = {"book": book, "may_publish": queries.may_publish(request.actor)}
    return render(request, "opportunities/price_book.html", context)


class PublishView(SheetFormView):
    """The next price book of a currency."""

    form_class = PriceBookForm
    template_name = "opportunities/price_book_form.html"
    title = "Publish a price book"
    lead = "It counts from its day on and is never edited; drafts take its prices when they are saved next."
    submit_label = "Publish"
    leaves = True
    made: int = 0

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("opportunities:price_books")

    def get_success_url(self) -> str:
        """Go to the new book."""
        return reverse("opportunities:price_book", args=[self.made])

    def get_initial(self) -> dict[str, Any]:
        """Start with the prices of the book named, today."""
        source = self.request.GET.get("from", "")
        initial: dict[str, Any] = {"valid_from": timezone.localdate()}
        if source.isdecimal():
            book = queries.price_book(self.request.actor, int(source))
            initial |= {"name": book.name, "currency": book.currency, "rows": rows_of(book.entries.order_by("code"))}
        return initial

    def perform(self, data: Mapping[str, Any]) -> str:
        """Publish it."""
        try:
            book = publish_price_book(
                actor=self.request.actor,
                now=timezone.now(),
                name=data["name"],
                currency=data["currency"].upper(),
                valid_from=data["valid_from"],
                entries=data["rows"],
            )
        except Invalid as error:
            raise as_form_faults(error) from error
        self.made = book.pk
        return f"{book} is published: {len(data['rows'])} entries from {book.valid_from:%-d %b %Y} on."
