"""The first steps of services about offers: lock the deal, find the offer, ask charter and commercial authority."""

from __future__ import annotations

from datetime import datetime

from opportunities.domain.commercial import CommercialStanding, Cover
from opportunities.domain.offer_words import ACCEPTED, DRAFT, PRESENTED
from opportunities.models import Offer, Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, ref, require_open, require_version
from salesops.charter import require
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible
from salesops.process.domain.registry import load_facts

EDIT = "opp.edit_commercial"


def lock_offer(
    actor: Actor, opportunity_id: int, number: int, *, expected_version: int | None = None
) -> tuple[Opportunity, Offer]:
    """This function will lock a deal and return one version of its offer.

    Raises: NotVisible; StaleVersion where `expected_version` of the offer is given and no longer current.
    """
    opportunity = lock_opportunity(actor, opportunity_id)
    offer = opportunity.offers.filter(number=number).first()
    if offer is None:
        raise NotVisible("not_found", f"{opportunity.name} has no offer v{number}.")
    require_version(opportunity, f"Offer v{number}", expected_version, offer.version)
    return opportunity, offer


def standing_of(opportunity: Opportunity, now: datetime) -> CommercialStanding:
    """This function will ask commercial authority how the deal's terms stand (domain §6.5, §6.6)."""
    return load_facts("opportunity", [opportunity.pk], now)[opportunity.pk].part(CommercialStanding)


def require_editable(actor: Actor, opportunity: Opportunity, now: datetime) -> None:
    """This function will insist that the actor may change the deal's commercial terms now.

    Raises: Refused (R14, R08 …), Conflict R28 if closed, Conflict R16 while a request waits (domain §6.6).
    """
    require(actor, EDIT, facts_of(opportunity, actor))
    require_open(opportunity, EDIT)
    require_unlocked(opportunity, standing_of(opportunity, now))


def require_unlocked(opportunity: Opportunity, standing: CommercialStanding) -> None:
    """This function will insist that no request about the terms waits. Raises: Conflict R16 naming it."""
    if not standing.is_locked:
        return
    waits = next(each for each in standing.pending if each.offer_id is not None)
    raise Conflict(
        "R16",
        f"The commercial terms of {opportunity.name} are locked: request {waits.request_id} waits for "
        f"{waits.waiting_for}. Nothing was changed.",
        next_action=refusal("R16").next_action,
        action=EDIT,
        subject=ref(opportunity),
    )


def require_own_money(opportunity: Opportunity, now: datetime) -> None:
    """This function will insist that the deal's money is its own to change: not locked, not said by a shown offer.

    Raises: Conflict R16, Conflict `offer_decides`.
    """
    require_unlocked(opportunity, standing_of(opportunity, now))
    shown = opportunity.offers.filter(state__in=[PRESENTED, ACCEPTED]).first()
    if shown is not None:
        raise Conflict(
            "offer_decides",
            f"The customer has offer v{shown.number}: it says the money of {opportunity.name}. Nothing was changed.",
            next_action="Make a new version of the offer, or withdraw it.",
            action=EDIT,
            subject=ref(opportunity),
        )


def require_draft(opportunity: Opportunity, offer: Offer) -> None:
    """This function will insist that the offer was not shown yet. Raises: Conflict `offer_shown`."""
    if offer.state != DRAFT:
        raise Conflict(
            "offer_shown",
            f"Offer v{offer.number} is {offer.get_state_display().lower()} and stays as it is. Nothing was changed.",
            next_action="Make a new version of it.",
            action=EDIT,
            subject=ref(opportunity),
        )


def require_cover(opportunity: Opportunity, offer: Offer, action: str, *, now: datetime) -> None:
    """This function will insist that an offer may leave the house: covered, unlocked and not expired.

    Raises: Conflict R16, R06 (nothing approved yet), R23 naming every limit it passes, `offer_expired`.
    """
    standing = standing_of(opportunity, now)
    require_unlocked(opportunity, standing)
    cover = standing.cover(offer.pk)
    if not cover.is_covered:
        raise _outside(opportunity, offer, cover, action)
    if offer.valid_until < now.date():
        raise expired(opportunity, offer, action)


def _outside(opportunity: Opportunity, offer: Offer, cover: Cover, action: str) -> Conflict:
    code = "R06" if cover.approved_at is None else "R23"
    why = refusal(code)
    if cover.approved_at is None:
        sentence = f"Offer v{offer.number} is not approved yet."
    else:
        sentence = (
            f"The approval of {cover.approved_at:%-d %b %Y} no longer covers offer v{offer.number}. "
            f"{len(cover.outside)} of {len(cover.limits)} limits are passed: "
            + "; ".join(f"{limit.label} {limit.now} (approved {limit.approved})" for limit in cover.outside)
            + "."
        )
    return Conflict(
        code,
        f"{sentence} Nothing was changed.",
        next_action=why.next_action,
        action=action,
        subject=ref(opportunity),
        limits=[limit.key for limit in cover.outside],
    )


def expired(opportunity: Opportunity, offer: Offer, action: str) -> Conflict:
    """This function will say that an offer is past its day."""
    return Conflict(
        "offer_expired",
        f"Offer v{offer.number} was valid until {offer.valid_until:%-d %b %Y}. Nothing was changed.",
        next_action="Make a new version with a later day.",
        action=action,
        subject=ref(opportunity),
    )
