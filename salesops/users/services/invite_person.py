"""Take a new person in with a first role, and mail them the link by which they choose a password."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from django.db import transaction

from salesops.core.actor import Actor
from salesops.users.models import User
from salesops.users.services.create_person import create_person
from salesops.users.services.grant_role import grant_role


def invite_person(
    *, actor: Actor, now: datetime, email: str, name: str, time_zone: str, role: str, region: str = ""
) -> User:
    """This function will store a person with one role, or nothing at all, and mail the link after the commit.

    Raises: Refused unless the actor is sales operations; Invalid where a value cannot be.
    """
    with transaction.atomic():
        user = create_person(actor=actor, now=now, email=email, name=name, time_zone=time_zone)
        grant_role(actor=actor, now=now, user_id=user.pk, role=role, region=region)
        # A mail server that is down takes nobody's place back: the same link comes from "Forgot your password?".
        transaction.on_commit(lambda: mail_link(user.email), robust=True)
    return user


def mail_link(email: str) -> None:
    """This function will mail the link by which a person chooses a password, if the address is known."""
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(context.request)
