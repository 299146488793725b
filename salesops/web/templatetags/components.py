"""Components that are mostly arithmetic: icons, avatars, stage glyphs, meters. Each image has its sentence.

What a component draws follows from its arguments alone, so each picture is drawn once a process and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from salesops.web.templatetags.formats import initials, tint

register = template.Library()

STATE_ORDER = {"met": 0, "waived": 1, "stale": 2, "unmet": 3}
REMEMBERED = 2048
GLYPH = '<svg class="glyph{}" viewBox="0 0 13 13" aria-hidden="true">{}</svg>'


@cache
def _sprite() -> str:
    return static("img/icons.svg")


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def icon(name: str, size: int = 16) -> SafeString:
    """Draw one icon of the sprite; decoration only, the words beside it carry the meaning."""
    classes = "icon" if size == 16 else f"icon icon-{size}"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, _sprite(), name)


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def avatar(name: str, size: int = 20, *, label: bool = False) -> SafeString:
    """Draw a person's initials; `label` where no name stands beside it."""
    classes = "avatar" if size == 20 else f"avatar avatar-{size}"
    if not name:
        return format_html('<span class="{} avatar-none" title="Nobody" aria-hidden="true"></span>', classes)
    if label:
        return format_html(
            '<span class="{} tint-{}" role="img" aria-label="{}" title="{}">{}</span>',
            classes, tint(name), name, name, initials(name),
        )  # fmt: skip
    return format_html('<span class="{} tint-{}" aria-hidden="true">{}</span>', classes, tint(name), initials(name))


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def stage_glyph(order: int, total: int, state: str = "current") -> SafeString:
    """Draw the stage ring, filled by CSS to stage `order` of `total`: current, done, ahead or lost."""
    if state == "done":
        return format_html(GLYPH, " is-done", mark_safe('<circle/><path d="M4 6.7l1.8 1.8L9.2 5"/>'))
    if state == "lost":
        return format_html(GLYPH, " is-lost", mark_safe('<circle/><path d="M4.5 4.5l4 4m0-4l-4 4"/>'))
    twentieths = round(20 * min(order / total, 1)) if total else 0
    return format_html('<i class="pie p{}{}"></i>', 5 * twentieths, " is-ahead" if state == "ahead" else "")


@register.simple_tag
def gate_meter(states: Iterable[str], *, wide: bool = False) -> SafeString:
    """Draw one segment a criterion, met first; the number counts met and waived against all."""
    return _meter(tuple(sorted(states, key=lambda state: STATE_ORDER.get(state, 3))), wide)


@lru_cache(REMEMBERED, typed=True)
def _meter(ordered: tuple[str, ...], wide: bool) -> SafeString:
    total = len(ordered)
    if not total:
        return mark_safe('<span class="gate muted">no gate</span>')
    passed = sum(state in ("met", "waived") for state in ordered)
    waived = ordered.count("waived")
    sentence = f"Gate: {passed} of {total} criteria met" + (f", {waived} of them waived" if waived else "")
    classes = "gate" + (" gate-all" if passed == total else "") + (" gate-wide" if wide else "")
    segments = format_html_join("", '<i class="is-{}"></i>', ((state,) for state in ordered))
    return format_html(
        '<span class="{}" role="img" aria-label="{}"><span class="gate-track">{}</span><span>{}/{}</span></span>',
        classes, sentence, segments, passed, total,
    )  # fmt: skip


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def level_meter(level: int, effective: int, needed: int = 0, *, number: bool = True) -> SafeString:
    """Draw a MEDDPICC level: three segments, what age took away hatched, a notch at the level needed."""
    parts = []
    for place in (1, 2, 3):
        fill = "is-on" if place <= effective else ("is-lost" if place <= level else "")
        notch = (" has-notch" + (" is-short" if effective < needed else "")) if place == needed else ""
        parts.append((fill + notch,))
    sentence = f"Level {effective} of 3"
    if effective < level:
        sentence = f"Level {level} counts as {effective} because of its age"
    if needed:
        sentence += f", {needed} needed"
    track = format_html_join("", '<i class="{}"></i>', parts)
    shown = format_html("<span>{}</span>", effective) if number else ""
    return format_html(
        '<span class="level" role="img" aria-label="{}"><span class="level-track">{}</span>{}</span>',
        sentence,
        track,
        shown,
    )


@register.simple_tag
@lru_cache(REMEMBERED, typed=True)
def score_bars(value: int | None, label: str = "MEDDPICC") -> SafeString:
    """Draw four rising bars for a score in percent, with the number."""
    if value is None:
        return format_html('<span class="muted small" title="{} not assessed yet">–</span>', label)
    band = 4 if value >= 75 else 3 if value >= 55 else 2 if value >= 30 else 1
    return format_html(
        '<span class="score score-{}" role="img" aria-label="{} {} percent" title="{} {}%">'
        '<span class="bars"><i></i><i></i><i></i><i></i></span><span>{}</span></span>',
        band, label, value, label, value, value,
    )  # fmt: skip


@register.simple_tag
def path_bar(part: int, whole: int) -> SafeString:
    """Draw the bar of one stage on the path, filled by `part` of `whole` days."""
    share = 100 if whole <= 0 else min(100, round(part * 100 / whole))
    over = " is-over" if whole > 0 and part > whole else ""
    return format_html(
        '<svg class="path-bar{}" aria-hidden="true" preserveAspectRatio="none"><rect width="{}%" height="4"/></svg>',
        over,
        share,
    )
