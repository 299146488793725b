"""What layer 3 does when layers below tell it something: some in the same transaction, the rest after it."""

from __future__ import annotations

from django.utils import timezone

from opportunities import events as opportunity_events
from qualification import events
from qualification.domain.milestones import TECH_WIN
from qualification.services.flag_promise import flag_promise
from qualification.services.force_reconfirmation import force_for_amendment, force_for_departure
from qualification.services.guard_tech_win import require_proof
from qualification.services.recompute_health import recompute_health
from qualification.services.revoke_wins import revoke_for_amendment, revoke_for_departure, revoke_for_role
from salesops.accounts.events import CONTACT_MARKED_LEFT
from salesops.intake.events import LEAD_CONVERTED
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit, in_transaction


@in_transaction(opportunity_events.AMENDED)
def reconsider_after_amendment(event: EventFact) -> None:
    """This function will force what a changed amount or close date puts in doubt (domain §3.3)."""
    force_for_amendment(
        opportunity_id=event.subject.id, before=event.data["before"], after=event.data["after"], now=event.at
    )
    revoke_for_amendment(opportunity_id=event.subject.id, now=event.at)


@in_transaction(CONTACT_MARKED_LEFT)
def reconsider_after_departure(event: EventFact) -> None:
    """This function will force the roles a departed contact held (domain §3.3)."""
    force_for_departure(contact_id=event.subject.id, name=event.data.get("name", "The contact"), now=event.at)
    revoke_for_departure(contact_id=event.subject.id, now=event.at)


@in_transaction(opportunity_events.STAKEHOLDER_ADDED)
def reconsider_after_naming(event: EventFact) -> None:
    """This function will take back what rested on a role that somebody else holds now (domain §2.5)."""
    revoke_for_role(opportunity_id=event.subject.id, role=event.data["role"], is_named=True, now=event.at)


@in_transaction(opportunity_events.STAKEHOLDER_REMOVED)
def reconsider_after_removal(event: EventFact) -> None:
    """This function will take back what rested on a role that was taken off the deal (domain §2.5)."""
    revoke_for_role(opportunity_id=event.subject.id, role=event.data["role"], is_named=False, now=event.at)


@in_transaction(opportunity_events.MILESTONE_REACHED)
def hold_tech_win_to_the_proof(event: EventFact) -> None:
    """This function will refuse a Tech Win that the deal's POC does not carry (domain §2.5). Raises: Conflict."""
    if event.data["milestone"] == TECH_WIN:
        require_proof(opportunity_id=event.subject.id, now=event.at)


def recompute_after(event: EventFact) -> None:
    """This function will bring health, velocity and priority of an opportunity up to date (domain §9)."""
    recompute_health(ids=[event.subject.id], now=timezone.now())


for moved in (*opportunity_events.OF_AN_OPPORTUNITY, *events.OF_AN_OPPORTUNITY):
    after_commit(moved, name="qualification.recompute_health")(recompute_after)


@in_transaction(LEAD_CONVERTED)
def flag_what_was_promised(event: EventFact) -> None:
    """This function will put what a partner already promised before the owner of the new deal (domain §1.2, T12)."""
    if event.data["introduction_id"] is not None and event.actor_id is not None:
        flag_promise(
            introduction_id=event.data["introduction_id"],
            opportunity_id=event.data["opportunity_id"],
            actor_id=event.actor_id,
            now=event.at,
        )
