"""What layer 1 does in the transaction of its own facts."""

from __future__ import annotations

from salesops.intake.events import LEAD_CONVERTED
from salesops.intake.services.follow_deal import follow_conversion
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import in_transaction


@in_transaction(LEAD_CONVERTED)
def introduction_became_a_deal(event: EventFact) -> None:
    """This function will take the introduction behind a lead along (domain §11.2)."""
    if event.data["introduction_id"] is not None:
        follow_conversion(
            introduction_id=event.data["introduction_id"], opportunity_id=event.data["opportunity_id"], now=event.at
        )
