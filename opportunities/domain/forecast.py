"""Forecast categories and how high a stage lets one go (domain §10.4)."""

from __future__ import annotations

ORDER = ("omitted", "pipeline", "best_case", "commit", "closed")


def ceiling_of(*, stage_forecast: str, probability: int) -> str:
    """This function will return the highest category a stage allows; from 75 % one may raise to commit."""
    return "commit" if stage_forecast == "best_case" and probability >= 75 else stage_forecast


def is_within(category: str, ceiling: str) -> bool:
    """This function will say whether a category lies at or below the ceiling."""
    return ORDER.index(category) <= ORDER.index(ceiling)
