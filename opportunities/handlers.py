"""What layer 2 does when the ground below tells or asks it something, and after the commit of its own events."""

from __future__ import annotations

from datetime import datetime

from opportunities import events
from opportunities.queries.calendar import calendar_days
from opportunities.queries.introduced import known_of
from opportunities.services.end_holdover import end_due_holdovers
from opportunities.services.follow_merge import (
    follow_account_merge,
    follow_account_unmerge,
    follow_contact_merge,
    follow_contact_unmerge,
)
from opportunities.services.follow_territory import follow_territory
from opportunities.services.launch_import import launch_import
from salesops.accounts.events import ACCOUNT_MERGED, ACCOUNT_UNMERGED, CONTACT_MERGED, CONTACT_UNMERGED
from salesops.intake.registry import conflict_source
from salesops.intake.services.follow_deal import PROPOSAL, follow_deal
from salesops.notifications.registry import calendar_entries
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit, in_transaction, sweep_step
from salesops.territories.events import ACCOUNT_MOVED

calendar_entries("opportunities")(calendar_days)
conflict_source("opportunities")(known_of)


@after_commit(events.IMPORT_REQUESTED, name="opportunities.launch_import")
def launch_requested_import(event: EventFact) -> None:
    """This function will start the import that was asked for."""
    launch_import(job_id=event.subject.id)


@in_transaction(ACCOUNT_MERGED)
def account_was_merged(event: EventFact) -> None:
    """This function will take the absorbed account's opportunities along."""
    data = event.data
    follow_account_merge(
        merge_id=data["merge_id"], kept_id=data["kept_id"], absorbed_id=data["absorbed_id"], now=event.at
    )


@in_transaction(ACCOUNT_UNMERGED)
def account_merge_was_undone(event: EventFact) -> None:
    """This function will give the opportunities back."""
    data = event.data
    follow_account_unmerge(
        merge_id=data["merge_id"], kept_id=data["kept_id"], absorbed_id=data["absorbed_id"], now=event.at
    )


@in_transaction(CONTACT_MERGED)
def contact_was_merged(event: EventFact) -> None:
    """This function will take the absorbed contact's roles and attendances along."""
    data = event.data
    follow_contact_merge(merge_id=data["merge_id"], kept_id=data["kept_id"], absorbed_id=data["absorbed_id"])


@in_transaction(CONTACT_UNMERGED)
def contact_merge_was_undone(event: EventFact) -> None:
    """This function will give the roles and attendances back."""
    data = event.data
    follow_contact_unmerge(merge_id=data["merge_id"], kept_id=data["kept_id"], absorbed_id=data["absorbed_id"])


@after_commit(ACCOUNT_MOVED, name="opportunities.follow_territory")
def account_changed_hands(event: EventFact) -> None:
    """This function will let the account's deals follow it to its new territory."""
    follow_territory(account_id=event.subject.id, moved=event.data, now=event.at)


@sweep_step("opportunities.holdovers", every=300)
def end_holdovers(now: datetime) -> bool:
    """This function will end the holdovers that are over."""
    return end_due_holdovers(now=now)


@in_transaction(events.WON)
def deal_was_won(event: EventFact) -> None:
    """This function will tell the introduction behind the deal that it is won."""
    follow_deal(opportunity_id=event.subject.id, outcome="won", now=event.at)


@in_transaction(events.LOST)
def deal_was_lost(event: EventFact) -> None:
    """This function will tell the introduction behind the deal that it is lost; its partner is told, too."""
    follow_deal(opportunity_id=event.subject.id, outcome="lost", now=event.at)


@in_transaction(events.REOPENED)
@in_transaction(events.WON_VOIDED)
def deal_is_open_again(event: EventFact) -> None:
    """This function will take the introduction behind the deal up again."""
    follow_deal(opportunity_id=event.subject.id, outcome="converted", now=event.at)


@in_transaction(events.OFFER_PRESENTED)
def offer_was_presented(event: EventFact) -> None:
    """This function will move the introduction behind the deal to the group of proposals (domain §11.6)."""
    follow_deal(opportunity_id=event.subject.id, outcome=PROPOSAL, now=event.at)
