"""The champion signs the success plan by a link, without an account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.models import PlanSignature, SignLink
from qualification.services.poc_locking import current_plan, is_signed
from qualification.services.send_sign_link import hash_secret
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible


def find_link(secret: str, now: datetime) -> SignLink:
    """This function will return the link of a secret while it may be used; looking changes nothing.

    Raises: NotVisible, the same for wrong, used, revoked and expired.
    """
    links = SignLink.objects.select_related("plan__poc__opportunity__account", "contact")
    usable = links.filter(used_at=None, revoked_at=None, expires_at__gt=now, plan__poc__opportunity__stage_kind="open")
    found = usable.filter(secret_hash=hash_secret(secret)).first()
    if found is None:
        raise NotVisible(
            "link_spent",
            "This link does not work any more.",
            next_action="Ask the person who sent it for a new one.",
        )
    return found


def sign_plan(*, secret: str, now: datetime, signed_name: str, fingerprint: str) -> PlanSignature:
    """This function will record the champion's signature on exactly the version they saw (domain §4.2).

    Raises: NotVisible for a link that does not work, Invalid without a name, Conflict where the plan changed meanwhile.
    """
    with transaction.atomic():
        link = find_link(secret, now)
        poc_id = link.plan.poc_id
        opportunity = Opportunity.objects.select_for_update().get(pk=link.plan.poc.opportunity_id)
        link = find_link(secret, now)
        plan = current_plan(link.plan.poc)
        if not signed_name.strip():
            raise Invalid({"signed_name": ["Write your name."]})
        if plan is None or plan.pk != link.plan_id or plan.fingerprint != fingerprint or is_signed(plan):
            raise Conflict(
                "plan_changed",
                "The plan was changed after this page was opened. Nothing was signed.",
                next_action="Read the new version, then sign.",
            )
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
        data = {"poc_id": poc_id, "number": plan.number, "fingerprint": plan.fingerprint, "method": "link"}
        tell(opportunity, events.POC_PLAN_SIGNED, actor=guest, now=now, data=data)
        return signature
