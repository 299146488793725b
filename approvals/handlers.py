"""What layer 4 does after the commit of its own events, and when layers below tell it something.

Approvals end with what they rested on (domain §6.5, §2.6), in the transaction that took it away.
"""

from __future__ import annotations

from decimal import Decimal

from approvals import events
from approvals.domain.kinds import KINDS
from approvals.services.end_approval import supersede_outgrown, void_approvals
from approvals.services.launch_back_test import launch_back_test
from approvals.services.withdraw import withdraw_all
from opportunities import events as opportunity_events
from qualification import events as qualification_events
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit, in_transaction

GROWTH = Decimal("1.25")
FAVOURABLE = ("met", "exceeded")
OF_DEALS = tuple(kind.key for kind in KINDS.values() if not kind.is_about_offer)


@after_commit(events.GUARDRAILS_TEST_ASKED, name="approvals.launch_back_test")
def launch_asked_back_test(event: EventFact) -> None:
    """This function will start the back-test that was asked for."""
    launch_back_test(test_id=event.data["back_test"])


@in_transaction(opportunity_events.OFFER_CHANGED)
def supersede_what_terms_left_behind(event: EventFact) -> None:
    """This function will end the approvals of an offer whose new terms lie outside."""
    supersede_outgrown(opportunity_id=event.subject.id, offer_id=event.data["offer_id"], now=event.at)


@in_transaction(opportunity_events.AMENDED)
def void_after_growth(event: EventFact) -> None:
    """This function will end what was approved of a deal itself once its amount grew by a quarter or more.

    An approval of an offer holds its own limit of growth.
    """
    before, after = (Decimal(str(event.data[key].get("amount") or 0)) for key in ("before", "after"))
    if before > 0 and after >= before * GROWTH:
        void_approvals(
            opportunity_id=event.subject.id,
            now=event.at,
            reason=f"The amount grew from {before} to {after}",
            kinds=OF_DEALS,
        )


@in_transaction(qualification_events.POC_MEASUREMENT_CLOSED)
@in_transaction(qualification_events.POC_ABANDONED)
def void_after_a_worse_proof(event: EventFact) -> None:
    """This function will end a deal's approvals whose proof came to less than was assumed."""
    outcome = event.data.get("outcome", "abandoned")
    if outcome not in FAVOURABLE:
        void_approvals(opportunity_id=event.subject.id, now=event.at, reason=f"The proof of concept came to: {outcome}")


@in_transaction(opportunity_events.LOST)
def withdraw_with_the_deal(event: EventFact) -> None:
    """This function will take back what waits for a decision about a deal that closed."""
    withdraw_all(opportunity_id=event.subject.id, now=event.at, reason="The deal closed")
