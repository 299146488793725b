"""Sign a partner's person in to the portal and out of it: a session of its own, never one of the house (ADR 0601)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from salesops.accounts.models import PartnerPerson
from salesops.audit.services.record import record
from salesops.core.actor import RecordRef
from salesops.core.errors import Invalid
from salesops.intake.events import PORTAL_SIGNED_IN, PORTAL_SIGNED_OUT
from salesops.intake.models import PortalSession
from salesops.users.queries import actor_of
from salesops.users.services.sign_in import PartnerBackend

LASTS = timedelta(hours=12)


def enter_portal(*, request: HttpRequest, now: datetime, email: str, password: str) -> str:
    """This function will check a password and return the secret of a new session, which is kept nowhere.

    Raises: TooMany once guesses run out; Invalid, in the same words for whatever was wrong (reliability P22).
    """
    user = PartnerBackend().authenticate(request, email=email.strip(), password=password)
    people = PartnerPerson.objects.filter(user_id=getattr(user, "pk", None) or 0, ended_at__isnull=True)
    person = people.first()
    if user is None or person is None:
        raise Invalid({"email": ["E-mail or password is not right."]}, code="sign_in")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        PortalSession.objects.create(secret_hash=hash_secret(secret), person=person, began_at=now, ends_at=now + LASTS)
        actor = actor_of(person.user_id, via="portal")
        subject = RecordRef("partner", person.partner_id)
        record(actor=actor, action=PORTAL_SIGNED_IN, subject=subject, now=now, data={})
    return secret


def leave_portal(*, secret: str, now: datetime) -> None:
    """This function will end a session for good; one that ended already stays so."""
    with transaction.atomic():
        rows = PortalSession.objects.select_for_update(of=("self",)).select_related("person")
        session = rows.filter(secret_hash=hash_secret(secret), ended_at__isnull=True).first()
        if session is None:
            return
        session.ended_at = now
        session.save(update_fields=["ended_at"])
        actor = actor_of(session.person.user_id, via="portal")
        subject = RecordRef("partner", session.person.partner_id)
        record(actor=actor, action=PORTAL_SIGNED_OUT, subject=subject, now=now, data={})


def hash_secret(secret: str) -> str:
    """This function will return what is kept of a secret; it has 256 bits, so no salt is needed (reliability P22)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
