"""Gives one generated seller a session and a key, and prints both; run by bench/__main__.py."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from salesops.core.actor import SYSTEM  # noqa: E402
from salesops.users.models import User  # noqa: E402
from salesops.users.services.create_api_key import create_api_key  # noqa: E402
from salesops.users.services.grant_role import grant_role  # noqa: E402

SCOPES = ("deal:read", "deal:read.com", "deal:write", "deal:move", "account:read", "person:read")


def main() -> None:
    """Print the session cookie and the key as JSON."""
    user = User.objects.get(email="seller1@bench.example")
    now = timezone.now()
    for role in ("revops_admin", "leader"):
        grant_role(actor=SYSTEM, now=now, user_id=user.pk, role=role)
    _, key = create_api_key(actor=SYSTEM, now=now, owner_id=user.pk, name="bench", scopes=SCOPES)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    print(json.dumps({"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "key": key, "user": user.pk}))


main()
