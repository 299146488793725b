"""The champion signs the success plan by a link, without an account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from opportunities.models import Opportunity, Stakeholder
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.success_plan import CHAMPIONS
from qualification.models import PlanSignature, SignLink
from qualification.models.poc import PLANNED, RUNNING
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed
from qualification.services.send_sign_link import hash_secret
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible


def find_link(secret: str, now: datetime) -> SignLink:
    """This function will return the link of a secret while it may be used; looking changes nothing.

    Raises: NotVisible, the same for wrong, used, revoked and expired, once the champion is gone or the proof is over.
    """
    champion = Stakeholder.objects.filter(
        opportunity=OuterRef("plan__poc__opportunity"),
        contact=OuterRef("contact"),
        contact__left_at=None,
        role__in=CHAMPIONS,
    )
    usable = SignLink.objects.filter(
        Exists(champion),
        used_at=None,
        revoked_at=None,
        expires_at__gt=now,
        plan__poc__state__in=[PLANNED, RUNNING],
        plan__poc__opportunity__stage_kind="open",
    )
    links = usable.select_related("plan__poc__opportunity__account", "contact")
    found = links.filter(secret_hash=hash_secret(secret)).first()
    if found is None:
        raise NotVisible(
            "link_spent",
            "This link does not work any more.",
            next_action="Ask the person who sent it for a new one.",
        )
    return found


def require_waiting(link: SignLink) -> None:
    """This function will insist that the link's version is the newest and not signed. Raises: Conflict."""
    plan = current_plan(link.plan.poc)
    if plan is None or plan.pk != link.plan_id or is_signed(plan):
        raise Conflict(
            "plan_changed",
            "The plan was changed or signed after this link was sent. Nothing was signed.",
            next_action="Ask the person who sent it for a link to the newest version.",
        )


def sign_plan(*, secret: str, now: datetime, signed_name: str, fingerprint: str) -> PlanSignature:
    """This function will record the champion's signature on exactly the version they saw (domain §4.2).

    Raises: NotVisible for a link that does not work, Conflict where another version waits, Invalid without a name.
    """
    with transaction.atomic():
        link = find_link(secret, now)
        opportunity = Opportunity.objects.select_for_update().get(pk=link.plan.poc.opportunity_id)
        # Read again behind the lock: whoever waited here for another signature finds the link spent.
        link = find_link(secret, now)
        require_waiting(link)
        plan = link.plan
        if fingerprint != plan.fingerprint:
            raise Invalid({"fingerprint": ["Open the link again: this page is not the one that was sent."]})
        if not signed_name.strip():
            raise Invalid({"signed_name": ["Write your name."]})
        link.used_at = now
        link.save(update_fields=["used_at"])
        signature = PlanSignature.objects.create(
            plan=plan,
            contact=link.contact,
            signed_name=signed_name.strip()[:120],
            method="link",
            fingerprint=plan.fingerprint,
            at=now,
        )
        guest = Actor(user_id=None, name=link.contact.name, via="link")
        data = {"poc_id": plan.poc_id, "number": plan.number, "fingerprint": plan.fingerprint, "method": "link"}
        tell(opportunity, events.POC_PLAN_SIGNED, actor=guest, now=now, data=data)
        return signature
