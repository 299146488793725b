"""The offers of a deal: the editor of a draft, earlier versions as they were, and the acts on one version."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from opportunities.forms.offer import OfferForm, as_fields, initial_of, option_of, terms_of
from opportunities.forms.offer_rows import count_rows, with_row, without_row
from opportunities.queries.detail import may
from opportunities.queries.offer_check import check_unsaved
from opportunities.queries.offers import OfferPage, find_offer, newest_number, offer_page, price_book_in_force
from opportunities.queries.visible import get_visible
from opportunities.services.create_offer import create_offer
from opportunities.services.offer_options import add_option, remove_option
from opportunities.services.write_offer import write_offer
from salesops.core.errors import Invalid, SalesOpsError, StaleVersion
from salesops.web.http import ActingRequest, done, is_htmx, mark_refusal, refusal_context, render_page
from salesops.web.sheets import place_errors


@require_GET
def show_offers(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead to the newest offer, or say that there is none yet; htmx asks for the deal page's panel about it."""
    newest = newest_number(request.actor, pk)
    if newest is not None and is_htmx(request):
        page = offer_page(request.actor, pk, newest, now=timezone.now())
        return render(
            request, "opportunities/_commercial.html", {"page": page, "offer": page.offer, "deal": page.opportunity}
        )
    if newest is not None:
        return redirect("opportunities:offer", pk=pk, number=newest)
    deal = get_visible(request.actor, pk)
    context = {"deal": deal, "may": may(request.actor, deal, "opp.edit_commercial")}
    return render_page(request, "opportunities/offers_empty.html", context, partial="panel")


@require_POST
def begin_offer(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin the next version, empty or from the one named, and open it."""
    source = request.POST.get("copy_of", "")
    offer = create_offer(
        actor=request.actor,
        now=timezone.now(),
        opportunity_id=pk,
        copy_of=int(source) if source.isdecimal() else None,
    )
    return done(request, f"Offer v{offer.number} begun.", _address(pk, offer.number), leave=True)


class OfferView(View):
    """One version: the editor where the person may write it, the document where not."""

    request: ActingRequest

    def load(self) -> OfferPage:
        """Read the version and the option that is asked for."""
        letter = self.request.POST.get("letter") or self.request.GET.get("option", "")
        return offer_page(
            self.request.actor, self.kwargs["pk"], self.kwargs["number"], now=timezone.now(), letter=letter
        )

    def get(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        page = self.load()
        return self.show(page, _form_of(page) if page.is_editable else None)

    def post(self, request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the draft, or only add or take out a row; nothing typed is lost."""
        page = self.load()
        if "add" in request.POST or "drop" in request.POST:
            typed = self.rearranged(page)
            return self.show(page, OfferForm(initial=typed, lines=count_rows(typed)))
        form = OfferForm(request.POST, lines=count_rows(request.POST))
        if not form.is_valid():
            return self.show(page, form, status=422)
        try:
            self.save(page, form)
        except Invalid as error:
            place_errors(form, as_fields(error))
            return self.show(page, form, status=error.status)
        except SalesOpsError as error:
            if isinstance(error, StaleVersion):
                form.data = {**request.POST.dict(), "version": str(page.offer.version)}
            return mark_refusal(self.show(page, form, status=error.status, error=error), error)
        address = f"{_address(page.opportunity.pk, page.offer.number)}?option={page.option.letter}"
        return done(request, f"Offer v{page.offer.number} saved.", address, leave=True)

    def save(self, page: OfferPage, form: OfferForm) -> None:
        """Write what the form says."""
        write_offer(
            actor=self.request.actor,
            now=timezone.now(),
            opportunity_id=page.opportunity.pk,
            number=page.offer.number,
            terms=terms_of(form.cleaned_data),
            option=option_of(form.cleaned_data, form.lines),
            expected_version=form.cleaned_data["version"],
        )

    def catalogue(self, page: OfferPage) -> list[Any]:
        """List what the price book offers."""
        return price_book_in_force(self.request.actor, page.offer.currency, now=timezone.now())

    def rearranged(self, page: OfferPage) -> dict[str, Any]:
        """Return what was typed with a row more, or one less."""
        typed: dict[str, Any] = self.request.POST.dict() | {"clauses": self.request.POST.getlist("clauses")}
        dropped = self.request.POST.get("drop", "")
        if dropped.isdecimal():
            return without_row(typed, int(dropped))
        wanted = self.request.POST.get("entry", "")
        return with_row(typed, next((entry for entry in self.catalogue(page) if entry.code == wanted), None))

    def show(
        self, page: OfferPage, form: OfferForm | None, *, status: int = 200, error: SalesOpsError | None = None
    ) -> HttpResponse:
        """Render the page with the form, where it is one."""
        context = {
            "page": page,
            "deal": page.opportunity,
            "offer": page.offer,
            "form": form,
            "marks": page.marks,
            "option_marks": page.option_marks,
            "catalogue": self.catalogue(page) if form else [],
            "refusal": refusal_context(error) if error else None,
        }
        return render_page(self.request, "opportunities/offer.html", context, status=status)


@require_POST
def check_offer(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """Mark the numbers as they are typed, before anything is saved; a form that is not complete marks nothing."""
    find_offer(request.actor, pk, number)
    form = OfferForm(request.POST, lines=count_rows(request.POST))
    if not form.is_valid():
        return HttpResponse(status=204)
    data = form.cleaned_data
    checked = check_unsaved(
        request.actor, pk, number, terms=terms_of(data), option=option_of(data, form.lines), now=timezone.now()
    )
    return render(request, "opportunities/_offer_checked.html", {"checked": checked, "offer": checked.offer})


@require_POST
def change_options(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """Add an option as a copy of the one looked at, or take that one out."""
    letter = request.POST.get("letter", "")
    known: dict[str, Any] = {"actor": request.actor, "now": timezone.now(), "opportunity_id": pk, "number": number}
    if "remove" in request.POST:
        remove_option(**known, letter=letter)
        return done(request, f"Option {letter} taken out.", _address(pk, number), leave=True)
    made = add_option(**known, copy_of=letter)
    sentence = f"Option {made.letter} added as a copy of {letter}."
    return done(request, sentence, f"{_address(pk, number)}?option={made.letter}", leave=True)


def _address(pk: int, number: int) -> str:
    return reverse("opportunities:offer", args=[pk, number])


def _form_of(page: OfferPage) -> OfferForm:
    details = {line.position: line.detail for line in page.lines}
    initial = initial_of(page.terms, page.option, details, version=page.offer.version)
    return OfferForm(initial=initial, lines=len(page.option.lines))
