"""The reminder rules of territories (domain §12)."""

from salesops.reminders.registry import scope, stirs
from salesops.territories import events
from salesops.territories.reminders import gaps

__all__ = ["gaps"]

scope("territory_gap", lock=gaps.lock_gap, ids_after=gaps.open_gaps)
stirs("territory_gap", (events.GAP_MET, events.GAP_COVERED))
