"""Copy an option with its lines, into the same offer or the next version of it."""

from __future__ import annotations

from opportunities.models import Offer, OfferLine, OfferOption

_OPTION = "term_months payment_days is_split_payment billing".split()
_LINE = "position entry_id name detail kind charge quantity unit_list unit_net unit_cost".split()


def copy_option(source: OfferOption, offer: Offer, letter: str) -> OfferOption:
    """This function will write a copy of an option under a letter; the deal is locked by the caller."""
    copied = OfferOption.objects.create(offer=offer, letter=letter, **_values(source, _OPTION))
    OfferLine.objects.bulk_create(OfferLine(option=copied, **_values(line, _LINE)) for line in source.lines.all())
    return copied


def _values(row: OfferOption | OfferLine, names: list[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
