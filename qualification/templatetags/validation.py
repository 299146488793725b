"""What validation draws: the bar of effort against the floor, and words for what it shows."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qualification.domain.proposal import SPECIAL_TERMS, THIRD_PARTIES
from qualification.domain.triggers import PSV, ROUTE_ROLES
from qualification.queries.proposal import Margin
from salesops.charter.capacities import VALIDATION_ROLES
from salesops.core.actor import Actor

register = template.Library()
WORDS = dict(SPECIAL_TERMS) | dict(THIRD_PARTIES)
ROUTE_HOLDERS = {PSV: tuple(VALIDATION_ROLES), **ROUTE_ROLES}
# The bar ends this far beyond the largest of its numbers.
ROOM = Decimal("1.15")


@register.filter
def kind_words(key: str) -> str:
    """Name a kind of third party or special term."""
    return WORDS.get(key, key)


@register.filter
def bare(value: Decimal) -> str:
    """Write a number without needless decimals."""
    return f"{value.normalize():f}"


@register.filter
def clears_on(actor: Actor, route: str) -> bool:
    """Say whether a person has a role of the route; the charter has the last word when they clear."""
    return actor.has_role(*ROUTE_HOLDERS[route])


@register.simple_tag
def effort_bar(margin: Margin) -> SafeString:
    """Draw low to high, the likely effort, and the days at which the floor is met."""
    given, floor = margin.estimate, margin.days_at_floor
    end = max(given.high, floor or given.high) * ROOM or Decimal(1)
    places = [
        (name, round(value / end * 100, 1)) for name, value in (("likely", given.likely), ("floor", floor)) if value
    ]
    low, high = (round(each / end * 100, 1) for each in (given.low, given.high))
    marks = format_html_join(
        "", '<line class="is-{}" x1="{}%" x2="{}%" y1="0" y2="16"/>', ((name, at, at) for name, at in places)
    )
    return format_html(
        '<svg class="effort-bar" aria-hidden="true" preserveAspectRatio="none">'
        '<rect y="5" width="100%" height="6" rx="3"/>'
        '<rect class="is-span" x="{}%" y="5" width="{}%" height="6"/>{}</svg>',
        low, high - low, marks,
    )  # fmt: skip
