"""What layer 3 does when layers below tell it something, in the same transaction."""

from __future__ import annotations

from opportunities import events as opportunity_events
from qualification.services.force_reconfirmation import force_for_amendment, force_for_departure
from salesops.accounts.events import CONTACT_MARKED_LEFT
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import in_transaction


@in_transaction(opportunity_events.AMENDED)
def reconsider_after_amendment(event: EventFact) -> None:
    """This function will force what a changed amount or close date puts in doubt (domain §3.3)."""
    force_for_amendment(
        opportunity_id=event.subject.id, before=event.data["before"], after=event.data["after"], now=event.at
    )


@in_transaction(CONTACT_MARKED_LEFT)
def reconsider_after_departure(event: EventFact) -> None:
    """This function will force the roles a departed contact held (domain §3.3)."""
    force_for_departure(contact_id=event.subject.id, name=event.data.get("name", "The contact"), now=event.at)
