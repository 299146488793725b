"""The reminder rules of layer 2 (domain §12), one module per theme."""

from opportunities import events
from opportunities.reminders import next_steps
from opportunities.reminders.deals import lock_deal, open_deal_ids
from salesops.reminders.registry import scope, stirs

__all__ = ["next_steps"]

scope("opportunity", lock=lock_deal, ids_after=open_deal_ids)
stirs("opportunity", (events.CREATED, events.IMPORTED), can_settle=False)
stirs("opportunity", set(events.OF_AN_OPPORTUNITY) - {events.CREATED, events.IMPORTED})
