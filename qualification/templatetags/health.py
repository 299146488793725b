"""How health and velocity are drawn: four rising bars with a number, a word, a badge; never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qualification.domain.health import band_of
from qualification.models.health import BANDS, VELOCITIES
from salesops.web.templatetags.components import icon

register = template.Library()

REMEMBERED = 256
BARS = {"strong": 4, "healthy": 3, "watch": 2, "critical": 1}
BAND_WORDS, VELOCITY_WORDS = dict(BANDS), dict(VELOCITIES)
# What a velocity class looks like as a badge; standard is what needs no notice.
NOTED = {
    "recovery": ("refresh-cw", "Recovery", "accent"),
    "at_risk": ("triangle-alert", "At risk", "warn"),
    "fast_track": ("zap", "Fast track", "good"),
}
# Where a signal's evidence stands -> route, what follows it, and whether it opens as a sheet.
EVIDENCE = {
    "meddpicc": ("opportunities:page", "#meddpicc", False),
    "gate": ("opportunities:page", "#gate", False),
    "timeline": ("opportunities:page", "#timeline", False),
    "people": ("opportunities:page", "?tab=people", False),
    "history": ("opportunities:page", "?tab=history", False),
    "poc": ("qualification:poc", "", False),
    "requirements": ("qualification:requirements", "", False),
    "edit": ("opportunities:edit", "", True),
    "next_step": ("opportunities:next_step", "", True),
}
SHEET = mark_safe(" data-sheet")


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def health_bars(score: int, *, word: bool = False) -> SafeString:
    """Draw the health mark: as many bars as the band is good, the score, and where asked the band's word."""
    band = band_of(score)
    said = BAND_WORDS[band]
    return format_html(
        '<span class="score score-{}" role="img" aria-label="Health {}, {}" title="Health {}, {}">'
        '<span class="bars"><i></i><i></i><i></i><i></i></span><span>{}{}</span></span>',
        BARS[band], score, said.lower(), score, said.lower(), score, f" {said}" if word else "",
    )  # fmt: skip


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def velocity_badge(name: str) -> SafeString:
    """Draw a velocity class: a badge where it wants notice, plain words where it is standard."""
    if name not in NOTED:
        return format_html("{}", VELOCITY_WORDS.get(name, "–"))
    picture, words, tone = NOTED[name]
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon(picture, 12), words)


@register.simple_tag
def evidence_link(where: str, opportunity_id: int) -> SafeString:
    """Write the address of a signal's evidence as the attributes of a link; the deal's page where none is known."""
    route, rest, is_sheet = EVIDENCE.get(where, ("opportunities:page", "", False))
    return format_html('href="{}{}"{}', reverse(route, args=[opportunity_id]), rest, SHEET if is_sheet else "")


@register.filter
def signed(points: int) -> str:
    """Write points with their sign, `+8`, `−6`."""
    return f"+{points}" if points > 0 else f"−{-points}"


@register.simple_tag
def trend(points: Sequence[tuple[float, int]]) -> str:
    """Write the points of a step line in a field of 100 × 100, from (share of the time, score)."""
    steps: list[str] = []
    last: int | None = None
    for share, score in points:
        if last is not None:
            steps.append(f"{100 * share:.2f},{100 - last}")
        steps.append(f"{100 * share:.2f},{100 - score}")
        last = score
    return " ".join(steps)
