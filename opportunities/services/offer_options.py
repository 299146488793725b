"""Add an option to a draft offer, or take one out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.offer_words import LETTERS
from opportunities.models import Offer, OfferOption
from opportunities.services.copy_option import copy_option
from opportunities.services.offer_locking import lock_offer, require_draft, require_editable
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible


def add_option(
    *, actor: Actor, now: datetime, opportunity_id: int, number: int, copy_of: str, expected_version: int | None = None
) -> OfferOption:
    """This function will add an option to a draft as a copy of one of its options (domain §7.1: one to four).

    Raises: NotVisible, Refused, Conflict R28, R16, `offer_shown`, Invalid where there are four, StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_editable(actor, opportunity, now)
        require_draft(opportunity, offer)
        taken = {option.letter: option for option in offer.options.all()}
        if copy_of not in taken:
            raise NotVisible("not_found", f"Offer v{number} has no option {copy_of}.")
        free = [letter for letter in LETTERS if letter not in taken]
        if not free:
            raise Invalid({"option": [f"An offer has at most {len(LETTERS)} options."]})
        copied = copy_option(taken[copy_of], offer, free[0])
        _touch(offer, now)
        data = {"offer_id": offer.pk, "number": number, "option": free[0], "copy_of": copy_of}
        tell(opportunity, events.OFFER_CHANGED, actor=actor, now=now, data=data)
        return copied


def remove_option(
    *, actor: Actor, now: datetime, opportunity_id: int, number: int, letter: str, expected_version: int | None = None
) -> None:
    """This function will take an option out of a draft; one always stays.

    Raises: NotVisible, Refused, Conflict R28, R16, `offer_shown`, Invalid for the last one, StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_editable(actor, opportunity, now)
        require_draft(opportunity, offer)
        options = {option.letter: option for option in offer.options.all()}
        if letter not in options:
            raise NotVisible("not_found", f"Offer v{number} has no option {letter}.")
        if len(options) == 1:
            raise Invalid({"option": ["An offer keeps at least one option."]})
        options[letter].lines.all().delete()
        options[letter].delete()
        _touch(offer, now)
        data = {"offer_id": offer.pk, "number": number, "removed": letter}
        tell(opportunity, events.OFFER_CHANGED, actor=actor, now=now, data=data)


def _touch(offer: Offer, now: datetime) -> None:
    offer.updated_at = now
    offer.save(update_fields=["updated_at"])
