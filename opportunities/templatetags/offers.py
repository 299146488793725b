"""Words of an offer's numbers: percent with one decimal, and the place each mark has on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django import template

from opportunities.domain.kinds import label
from opportunities.domain.offer_marks import Mark
from opportunities.domain.offer_words import BILLING, CLAUSES

register = template.Library()


@register.filter
def percent_of(value: Decimal | None) -> str:
    """Write a percentage with one decimal; nothing is a dash."""
    if value is None:
        return "–"
    digits = value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{digits}%".replace("-", "−")


@register.filter
def get_mark(marks: Mapping[int, Mark], position: int) -> Mark:
    """Find the mark of a line; a line nobody judged has none."""
    return marks.get(position, Mark())


@register.filter
def line_mark_id(position: int) -> str:
    """Name the place of a line's mark."""
    return f"mark-line-{position}"


@register.filter
def amount(value: object) -> str:
    """Write a number with thousands apart and no needless cents; what is no number stays as it was typed."""
    try:
        number = Decimal(str(value).replace(",", ""))
    except ArithmeticError:
        return str(value)
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"


@register.filter
def billing_words(key: str) -> str:
    """Say how it is billed."""
    return label(BILLING, key)


@register.filter
def clause_words(keys: Iterable[str]) -> str:
    """Name the clauses that are not standard."""
    return ", ".join(label(CLAUSES, key) for key in keys) or "Standard"
