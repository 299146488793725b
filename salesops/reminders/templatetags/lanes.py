"""How a lane reads: `owner after 1 bd, 3 bd, then every 7 d`."""

from __future__ import annotations

from django import template

from salesops.reminders.domain.offsets import Offset, Unit
from salesops.reminders.domain.rules import Lane

register = template.Library()


@register.simple_tag
def lane_name(line: Lane) -> str:
    """Name the people of a lane."""
    return line.to.replace("_", " ").capitalize()


@register.simple_tag
def lane_times(line: Lane) -> str:
    """Say when a lane tells."""
    points = ", ".join(_words(each) for each in line.at)
    return f"{points}, then every {line.every}" if line.every else points


def _words(offset: Offset) -> str:
    if offset.unit is Unit.END_OF_DAY:
        return "end of the day"
    return str(offset) if offset.amount else "at once"
