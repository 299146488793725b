"""Words of territories in templates."""

from __future__ import annotations

from django import template

from salesops.territories.domain.segments import LABELS

register = template.Library()


@register.filter
def segment_name(key: str) -> str:
    """Name a segment."""
    return LABELS.get(key, key)
