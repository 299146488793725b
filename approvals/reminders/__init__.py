"""The reminder rules of layer 4 (domain §12), one module per theme."""

from approvals import events
from approvals.reminders import deputies, requests, steps
from approvals.reminders.deciders import decider_ids, lock_person
from salesops.reminders.registry import scope, stirs
from salesops.users import events as user_events

__all__ = ["deputies", "requests", "steps"]

stirs("opportunity", events.OF_AN_OPPORTUNITY)
# Whoever stands in joins the reminders of the steps that wait for the approver.
stirs("opportunity", events.OF_A_PERSON, steps.deals_waiting_for)
scope("user", lock=lock_person, ids_after=decider_ids)
stirs("user", events.OF_A_PERSON)
stirs(
    "user",
    (
        user_events.ABSENCE_SET,
        user_events.ABSENCE_CANCELLED,
        user_events.ROLE_GRANTED,
        user_events.ROLE_REVOKED,
        user_events.PERSON_DISABLED,
    ),
)
