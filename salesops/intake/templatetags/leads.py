"""How the score of a lead is drawn: its segment's letter, a bar and the number; never colour alone."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from salesops.intake.domain.scoring import SEGMENT_WORDS

register = template.Library()

REMEMBERED = 512


@register.simple_tag
def lead_score(score: float, segment: str) -> SafeString:
    """Draw a score of 0–100 with its segment."""
    return _draw(int(score), segment)


@lru_cache(REMEMBERED)
def _draw(score: int, segment: str) -> SafeString:
    return format_html(
        '<span class="lead-score lead-score-{}" role="img" aria-label="Segment {}, score {} of 100" title="{}">'
        '<span class="lead-segment">{}</span><svg class="path-bar" aria-hidden="true" preserveAspectRatio="none">'
        '<rect width="{}%" height="4"/></svg><b>{}</b></span>',
        segment.lower(), segment, score, SEGMENT_WORDS[segment], segment, score, score,
    )  # fmt: skip


@register.filter
def segment_words(segment: str) -> str:
    """Say what a segment asks for."""
    return SEGMENT_WORDS[segment]
