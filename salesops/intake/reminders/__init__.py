"""The reminder rules of intake (domain §12), one module per theme."""

from salesops.intake import events
from salesops.intake.reminders import leads
from salesops.reminders.registry import scope, stirs

__all__ = ["leads"]

scope("lead", lock=leads.lock_lead, ids_after=leads.waiting_lead_ids)
stirs("lead", (events.LEAD_OPENED,), can_settle=False)
stirs("lead", {*events.OF_LEADS} - {events.LEAD_OPENED})
