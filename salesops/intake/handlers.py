"""What layer 1 does about its own facts, about the map, and about the profiles."""

from __future__ import annotations

from salesops.accounts.events import PROFILE_PUBLISHED
from salesops.intake.events import LEAD_CONVERTED
from salesops.intake.queries.leads import waits_for
from salesops.intake.services.follow_deal import follow_conversion
from salesops.intake.services.follow_map import follow_map
from salesops.intake.services.rescore_leads import rescore_leads
from salesops.intake.services.tell_owner import KIND
from salesops.notifications.registry import Notice, still_relevant
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import after_commit, in_transaction
from salesops.territories.events import MAP_CHANGED


@in_transaction(LEAD_CONVERTED)
def introduction_became_a_deal(event: EventFact) -> None:
    """This function will take the introduction behind a lead along (domain §11.2)."""
    if event.data["introduction_id"] is not None:
        follow_conversion(
            introduction_id=event.data["introduction_id"], opportunity_id=event.data["opportunity_id"], now=event.at
        )


@after_commit(MAP_CHANGED, name="intake.follow_map")
def leads_follow_the_map(event: EventFact) -> None:
    """This function will give leads to whose place they are in now (domain §5.4)."""
    follow_map(now=event.at)


@still_relevant(KIND)
def is_still_their_lead(notice: Notice) -> bool:
    """This function will say whether a lead that was given still waits for whom it was given to."""
    return waits_for(notice.subject.id, notice.recipient_id)


@after_commit(PROFILE_PUBLISHED, name="intake.rescore_leads")
def leads_are_scored_anew(event: EventFact) -> None:
    """This function will score the leads that are worked by the profiles in force now (domain §11.7)."""
    rescore_leads(now=event.at)
