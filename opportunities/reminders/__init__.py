"""The reminder rules of layer 2 (domain §12), one module per theme."""

from opportunities import events
from opportunities.reminders import (
    champions,
    close_dates,
    closing,
    collaboration,
    hygiene,
    lost,
    next_steps,
    offers,
    silence,
    stages,
    waivers,
)
from opportunities.reminders.deals import lock_deal, open_deal_ids
from salesops.accounts.events import CONTACT_AMENDED, CONTACT_MARKED_LEFT, CONTACT_MERGED, CONTACT_UNMERGED
from salesops.reminders.registry import scope, stirs

__all__ = [
    "champions", "close_dates", "closing", "collaboration", "hygiene", "lost", "next_steps", "offers", "silence",
    "stages", "waivers",
]  # fmt: skip

BEGUN = (events.CREATED, events.IMPORTED)

scope("opportunity", lock=lock_deal, ids_after=open_deal_ids)
stirs("opportunity", BEGUN, lost.deal_and_the_one_before, can_settle=False)
stirs("opportunity", {*events.OF_AN_OPPORTUNITY, *events.OF_ITS_HELP, *events.OF_ITS_OFFERS} - {*BEGUN})
stirs(
    "opportunity",
    (CONTACT_AMENDED, CONTACT_MARKED_LEFT, CONTACT_MERGED, CONTACT_UNMERGED),
    champions.deals_of_contact,
)
scope("owner", lock=hygiene.lock_owner, ids_after=hygiene.owner_ids)
stirs("owner", events.OF_AN_OPPORTUNITY, hygiene.owner_after, can_settle=False)
