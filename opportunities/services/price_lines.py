"""Turn written lines into priced ones: catalogue lines take what the price book says today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from opportunities.domain.offer_writing import LineInput
from opportunities.models import OfferLine, OfferOption, PriceBook, PriceBookEntry


def entries_of(currency: str, day: date) -> dict[str, PriceBookEntry]:
    """This function will return the entries of the price book in force for a currency, by code."""
    book = PriceBook.objects.filter(currency=currency, valid_from__lte=day).order_by("-valid_from").first()
    return {entry.code: entry for entry in book.entries.all()} if book else {}


def replace_lines(
    option: OfferOption, lines: Iterable[LineInput], entries: Mapping[str, PriceBookEntry]
) -> list[OfferLine]:
    """This function will write an option's lines anew, in their order; the deal is locked by the caller."""
    option.lines.all().delete()
    priced = [_priced(option, position, line, entries) for position, line in enumerate(lines, start=1)]
    return OfferLine.objects.bulk_create(priced)


def _priced(option: OfferOption, position: int, line: LineInput, entries: Mapping[str, PriceBookEntry]) -> OfferLine:
    written = OfferLine(option=option, position=position, quantity=line.quantity, unit_net=line.unit_net)
    entry = entries.get(line.code)
    source = entry or line
    written.entry, written.detail = entry, line.detail.strip() or (entry.detail if entry else "")
    written.name, written.kind, written.charge = source.name.strip(), source.kind, source.charge
    written.unit_list, written.unit_cost = source.unit_list, source.unit_cost
    return written
