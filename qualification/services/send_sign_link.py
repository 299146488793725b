"""Make a link by which the champion signs the success plan."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.success_plan import CHAMPIONS
from qualification.models import SignLink
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed, lock_poc, require_state
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "poc.plan"
GOOD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SentLink:
    """The link's record, and its secret: shown once, kept nowhere."""

    link: SignLink
    secret: str


def send_sign_link(*, actor: Actor, now: datetime, poc_id: int, contact_id: int) -> SentLink:
    """This function will make a link for the champion to sign the newest version, once, within 14 days (domain §4.2).

    A link made earlier for this POC stops working.

    Raises: NotVisible, Refused, Conflict, Invalid where nothing waits for a signature or the contact is no champion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION)
        require_state(poc, opportunity, ACTION, "planned", "running")
        plan = current_plan(poc)
        if plan is None or is_signed(plan):
            raise Invalid({"plan": ["No version of the plan waits for a signature."]})
        require_champion(opportunity, contact_id)
        SignLink.objects.filter(plan__poc=poc, used_at=None, revoked_at=None).update(revoked_at=now)
        secret = secrets.token_urlsafe(32)
        link = SignLink.objects.create(
            plan=plan,
            contact_id=contact_id,
            secret_hash=hash_secret(secret),
            by_id=actor.person_id,
            created_at=now,
            expires_at=now + GOOD_FOR,
        )
        data = {"poc_id": poc.pk, "number": plan.number, "contact_id": contact_id}
        tell(opportunity, events.POC_PLAN_SENT, actor=actor, now=now, data=data)
        return SentLink(link, secret)


def require_champion(opportunity: Opportunity, contact_id: int) -> None:
    """This function will insist that the contact is the deal's champion and still there. Raises: Invalid."""
    champions = opportunity.stakeholders.filter(role__in=CHAMPIONS, contact__left_at=None)
    if not champions.filter(contact_id=contact_id).exists():
        raise Invalid({"contact": ["The champion signs: choose a stakeholder with that role who is still there."]})


def hash_secret(secret: str) -> str:
    """This function will return what is kept of a link's secret; the secret has 256 bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
