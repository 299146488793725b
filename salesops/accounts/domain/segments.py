"""How large a customer is, by its people (domain §5.1)."""

from __future__ import annotations

ENTERPRISE, MID_MARKET, SMALL = "enterprise", "mid_market", "small"


def segment_of(employees: int | None) -> str:
    """This function will return the segment of an account; one whose size nobody knows counts as mid-market."""
    if employees is None or 100 <= employees < 1000:
        return MID_MARKET
    return SMALL if employees < 100 else ENTERPRISE
