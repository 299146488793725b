"""Take an introduction by a referrer's link: tries counted, programs kept out, the partner told (reliability P22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, NotVisible, TooMany
from salesops.intake.models import Introduction, ReferrerLink
from salesops.intake.services.enter_portal import hash_secret
from salesops.intake.services.submit_introduction import send
from salesops.web.services.count_attempt import Limit, count_attempt, give_back
from salesops.web.services.proof_of_work import read_proof, spend

PURPOSE = "refer"
TRIES = Limit(most=30, seconds=15 * 60)
MOST_A_DAY = Limit(most=10, seconds=24 * 3600)


@dataclass(frozen=True, slots=True)
class Stranger:
    """What a public form brings besides the answers: where from, the trap, the work that was done."""

    address: str
    trap: str = ""
    challenge: str = ""
    proof: str = ""


def open_link(*, secret: str, address: str, now: datetime) -> ReferrerLink:
    """This function will count one try and return the link of a secret; a link that works costs no try.

    Raises: TooMany before anything is looked up; NotVisible in the same words for every link that does not work.
    """
    count = count_attempt(_key(address), TRIES)
    if not count.is_allowed:
        raise TooMany(
            "too_many_attempts", "Too many attempts from here.", next_action="Try again in a quarter of an hour.",
            retry_after=count.retry_after,
        )  # fmt: skip
    live = ReferrerLink.objects.filter(secret_hash=hash_secret(secret), revoked_at__isnull=True, ends_at__gt=now)
    link = live.select_related("partner").first()
    if link is None or not link.partner.nda_on(now.date()).is_valid:
        raise NotVisible("link", "This link does not work any more.", next_action="Ask who sent it for a new one.")
    give_back(_key(address))
    return link


def refer_by_link(*, secret: str, now: datetime, answers: Mapping[str, str], stranger: Stranger) -> Introduction:
    """This function will hand in an introduction for the partner who invited the referrer (domain §11.1).

    A filled trap is answered like a success and keeps nothing.

    Raises: TooMany; NotVisible; Invalid with every complaint; Conflict for too many a day.
    """
    link = open_link(secret=secret, address=stranger.address, now=now)
    if stranger.trap:
        return Introduction(company=answers.get("company", ""))
    nonce = read_proof(PURPOSE, stranger.challenge, stranger.proof)
    actor = Actor(user_id=None, name=f"{link.name}, referrer", via="referrer")
    with transaction.atomic():
        introduction = Introduction(partner=link.partner, referrer=link, channel="referrer", created_at=now)
        send(introduction, link.partner, actor=actor, now=now, answers=answers)
        # Only what succeeds uses the work up; whatever fails here takes everything back.
        spend(nonce)
        if not count_attempt(f"referrer:{link.pk}", MOST_A_DAY).is_allowed:
            raise Conflict("too_many_today", "This link was used ten times today.", next_action="Go on tomorrow.")
    return introduction


def _key(address: str) -> str:
    return f"referrer-link:address:{address}"
