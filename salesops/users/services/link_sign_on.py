"""Find whose identity a single sign-on answered with, the first time it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from salesops.audit.services.record import record
from salesops.core.actor import SYSTEM, RecordRef
from salesops.core.errors import Refused
from salesops.users.events import SIGN_ON_LINKED
from salesops.users.models import User


def link_sign_on(*, addresses: Sequence[str], subject_id: str, now: datetime) -> User:
    """This function will return the active person whose address the provider has verified, and say so in the ledger.

    The caller stores the link in the same transaction or request. From then on the provider's own id of the
    person counts, whatever becomes of the address.

    Raises: Refused where no address is verified, or none of them is a person's here.
    """
    if not addresses:
        raise Refused(
            "address_not_verified",
            "Your single sign-on did not say that your e-mail address is verified.",
            next_action="Ask the people who run it to verify your address, then try again.",
            action="person.sign_on",
        )
    lowered = [address.strip().lower() for address in addresses]
    person = User.objects.filter(email__in=lowered, is_active=True).order_by("pk").first()
    if person is None:
        raise Refused(
            "person_not_known",
            f"Nobody with the address {lowered[0]} works here.",
            next_action="Ask your operations team to take you in, then sign in again.",
            action="person.sign_on",
        )
    subject = RecordRef("user", person.pk)
    record(actor=SYSTEM, action=SIGN_ON_LINKED, subject=subject, now=now, data={"subject_id": subject_id})
    return person
