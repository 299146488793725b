"""What stands before a sign-off link: tries are counted by the address they come from (reliability P23)."""

from __future__ import annotations

from datetime import datetime

from qualification.models import PlanSignature, SignLink
from qualification.services.sign_plan import find_link, require_waiting, sign_plan
from salesops.core.errors import Conflict, Invalid
from salesops.web.services.count_attempt import Limit, give_back, require_attempt

# A secret has 256 random bits; the limit bounds the work a stranger can cause and what shows in the counters.
TRIES = Limit(most=30, seconds=15 * 60)


def open_sign_link(*, secret: str, address: str, now: datetime) -> SignLink:
    """This function will count one try and return the link of the secret; a link that works costs no try.

    Raises: TooMany before anything is looked up, NotVisible for every link that does not work, Conflict where another
    version than the link's waits.
    """
    _count(address)
    link = find_link(secret, now)
    give_back(_key(address))
    require_waiting(link)
    return link


def sign_by_link(*, secret: str, address: str, now: datetime, signed_name: str, fingerprint: str) -> PlanSignature:
    """This function will count one try and record the champion's signature (domain §4.2).

    Raises: TooMany, NotVisible, Invalid, Conflict; see `sign_plan`.
    """
    _count(address)
    try:
        signature = sign_plan(secret=secret, now=now, signed_name=signed_name, fingerprint=fingerprint)
    except (Invalid, Conflict):
        give_back(_key(address))
        raise
    give_back(_key(address))
    return signature


def _count(address: str) -> None:
    require_attempt(_key(address), TRIES, then="then open the link again.")


def _key(address: str) -> str:
    return f"sign-link:address:{address}"
