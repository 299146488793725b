"""What takes a win on the way back (domain §2.5)."""

from __future__ import annotations

from decimal import Decimal

TECH_WIN = "tech_win"
# The roles whose holder gave the word a win rests on; the win falls when one of them goes or changes.
RESTS_ON = {"business_win": ("champion", "decision_maker"), "financial_win": ("economic_buyer",)}
# A deal that grew by a quarter is another sum than the one the economic buyer confirmed.
MOST_GROWTH = Decimal("1.25")


def has_outgrown(confirmed: Decimal, now: Decimal) -> bool:
    """This function will say whether an amount grew by 25 % or more over the confirmed one, in one currency."""
    return now > confirmed and now >= confirmed * MOST_GROWTH
