"""What layer 5 does when a deal is won or a win is taken back: in the same transaction, or not at all."""

from __future__ import annotations

from handoff.queries.introduced import agreements_of
from handoff.services.sign_agreement import sign_agreement, void_agreement
from opportunities import events as opportunity_events
from salesops.intake.registry import conflict_source
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import in_transaction

conflict_source("handoff")(agreements_of)


@in_transaction(opportunity_events.WON)
def write_the_agreement(event: EventFact) -> None:
    """This function will write the agreement that was won (domain §8.0)."""
    sign_agreement(opportunity_id=event.subject.id, now=event.at)


@in_transaction(opportunity_events.WON_VOIDED)
def void_the_agreement(event: EventFact) -> None:
    """This function will void the agreement of a win that was taken back (domain §8.0)."""
    void_agreement(opportunity_id=event.subject.id, reason=event.data["reason"], now=event.at)
