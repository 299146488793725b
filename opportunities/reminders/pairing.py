"""Records of a deal, each with its deal, for the rules that are about them (domain §12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from opportunities.reminders.deals import Deal, open_deals

Row = TypeVar("Row")


def with_deals(rows: Iterable[Row], deal_of: Callable[[Row], int]) -> Iterator[tuple[Row, Deal]]:
    """This function will pair records with their deals, in the order given; those of a closed deal are left out."""
    found = [(row, deal_of(row)) for row in rows]
    deals = {deal.id: deal for deal in open_deals({deal_id for _, deal_id in found})}
    return ((row, deals[deal_id]) for row, deal_id in found if deal_id in deals)
