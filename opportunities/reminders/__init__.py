"""The reminder rules of layer 2 (domain §12), one module per theme."""

from opportunities import events
from opportunities.reminders import close_dates, next_steps, silence, stages
from opportunities.reminders.deals import lock_deal, open_deal_ids
from salesops.reminders.registry import scope, stirs

__all__ = ["close_dates", "next_steps", "silence", "stages"]

scope("opportunity", lock=lock_deal, ids_after=open_deal_ids)
stirs("opportunity", (events.CREATED, events.IMPORTED), can_settle=False)
stirs("opportunity", set(events.OF_AN_OPPORTUNITY) - {events.CREATED, events.IMPORTED})
