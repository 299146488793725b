"""What the inbox shows in the frame of every page: how many lines are unread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salesops.core.actor import Actor
from salesops.notifications.queries import unread_count
from salesops.web.panels import panel


@panel("navigation.count", "i", order=10, template="components/nav_count.html")
def unread(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, int]:
    """This function will count what the person has not opened."""
    return {actor.person_id: unread_count(actor)}
