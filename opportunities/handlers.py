"""What layer 2 does after the commit of its own events."""

from __future__ import annotations

from opportunities import events
from opportunities.services.launch_import import launch_import
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit


@after_commit(events.IMPORT_REQUESTED, name="opportunities.launch_import")
def launch_requested_import(event: EventFact) -> None:
    """This function will start the import that was asked for."""
    launch_import(job_id=event.subject.id)
