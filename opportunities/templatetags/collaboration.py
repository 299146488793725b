"""The bar of a request's clock."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from opportunities.domain.collaboration import Clock
from salesops.web.templatetags.components import path_bar

register = template.Library()


@register.simple_tag
def sla_bar(clock: Clock) -> SafeString:
    """Draw how much of the time is used; the sentence stands beside it."""
    return path_bar(round(clock.used * 60), clock.allowed * 60)
