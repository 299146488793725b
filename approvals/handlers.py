"""What layer 4 does after the commit of its own events."""

from __future__ import annotations

from approvals import events
from approvals.services.launch_back_test import launch_back_test
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit


@after_commit(events.GUARDRAILS_TEST_ASKED, name="approvals.launch_back_test")
def launch_asked_back_test(event: EventFact) -> None:
    """This function will start the back-test that was asked for."""
    launch_back_test(test_id=event.data["back_test"])
