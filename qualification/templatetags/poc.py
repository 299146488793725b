"""How figures, directions and outcomes of a proof of concept are written."""

from __future__ import annotations

from decimal import Decimal

from django import template

from qualification.domain.poc_outcome import EXCEEDED, LADDER, MET, NOT_MET, PARTIALLY_MET
from qualification.domain.success_plan import SIGNS
from salesops.web.templatetags.formats import NOTHING

register = template.Library()
RULES = {
    NOT_MET: "under 70% of musts",
    PARTIALLY_MET: "from 70% of musts",
    MET: "all musts, 60% of shoulds",
    EXCEEDED: "a must beaten by 20%, 90% of shoulds",
}


@register.filter
def sign(direction: str) -> str:
    """Write a direction as its sign: `≥`."""
    return SIGNS.get(direction, direction)


@register.filter
def figure(value: Decimal | None) -> str:
    """Write a measured value without the zeros it is stored with; `–` for nothing."""
    return NOTHING if value is None else f"{value.normalize():,f}".replace("-", "−")


@register.filter
def ladder(outcome: str) -> list[dict[str, str]]:
    """Give the four outcomes from the worst to the best: passed, now or ahead."""
    at = LADDER.index(outcome) if outcome in LADDER else -1
    states = ["now" if place == at else "passed" if place < at else "ahead" for place in range(len(LADDER))]
    return [
        {"key": key, "label": key.replace("_", " ").capitalize(), "rule": RULES[key], "state": state}
        for key, state in zip(LADDER, states, strict=True)
    ]
