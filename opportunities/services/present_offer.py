"""Show an offer to the customer: only what was approved, and only one at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Offer, Opportunity
from opportunities.services.follow_offer import follow_option
from opportunities.services.locking import require_action, require_open
from opportunities.services.offer_locking import lock_offer, require_cover, require_draft
from opportunities.services.telling import tell
from opportunities.services.withdraw_offer import take_back
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "opp.edit_commercial"


def present_offer(
    *, actor: Actor, now: datetime, opportunity_id: int, number: int, expected_version: int | None = None
) -> Offer:
    """This function will show an offer; the one shown before is withdrawn, the deal's money follows option A.

    Domain §7.1, step 2; §6.5. Raises: NotVisible, Refused, Conflict R28, `offer_shown`, R16, R06 or R23 with the
    limits it passes, `offer_expired`, Invalid where an option has no line, StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        require_draft(opportunity, offer)
        _require_lines(offer)
        require_cover(opportunity, offer, ACTION, now=now)
        _replace_shown(opportunity, offer, actor=actor, now=now)
        offer.present()
        offer.presented_by_id, offer.presented_at, offer.updated_at = actor.person_id, now, now
        offer.save()
        follow_option(opportunity, offer, "A", actor=actor, now=now)
        offer.read_version()
        data = {"offer_id": offer.pk, "number": number}
        tell(opportunity, events.OFFER_PRESENTED, actor=actor, now=now, data=data)
        return offer


def _require_lines(offer: Offer) -> None:
    empty = [option.letter for option in offer.options.filter(lines__isnull=True)]
    if empty:
        raise Invalid({"option": [f"Option {', '.join(empty)} has no line."]})


def _replace_shown(opportunity: Opportunity, offer: Offer, *, actor: Actor, now: datetime) -> None:
    shown = opportunity.offers.filter(state__in=["presented", "accepted"]).first()
    if shown is not None:
        take_back(opportunity, shown, f"Replaced by offer v{offer.number}", actor=actor, now=now)
