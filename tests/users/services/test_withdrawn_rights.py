"""A right withdrawn is gone at the next request, whatever came before (P21)."""

from __future__ import annotations

import os
import random

import pytest
from django.test import Client
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.users.services.create_api_key import create_api_key
from salesops.users.services.disable_person import disable_person
from salesops.users.services.grant_role import grant_role
from salesops.users.services.revoke_api_key import revoke_api_key
from salesops.users.services.revoke_role import revoke_role
from tests.cast import act_as, hire
from tests.story import new_account

STEPS = 1_000 if os.environ.get("SALESOPS_PROVE") == "long" else 150


@pytest.mark.django_db
def test_no_use_of_a_right_or_key_succeeds_after_it_was_taken() -> None:
    """Grants, revocations and requests by turns, at random; every answer is what the rights of that moment allow."""
    account, user, luck = new_account(), hire("victor"), random.Random(21)
    holds, texts, dead, asked = False, [], [], 0
    for _ in range(STEPS):
        act = luck.choice(["grant", "revoke", "key", "end", "ask", "ask", "ask"])
        now = timezone.now()
        if act == "grant" and not holds:
            grant_role(actor=SYSTEM, now=now, user_id=user.pk, role="ae")
            holds = True
        elif act == "revoke" and holds:
            revoke_role(actor=SYSTEM, now=now, user_id=user.pk, role="ae")
            holds = False
        elif act == "key" and len(texts) < 5:
            _, text = create_api_key(actor=SYSTEM, now=now, owner_id=user.pk, name="x", scopes=["account:read"])
            texts.append(text)
        elif act == "end" and texts:
            dead.append(texts.pop(luck.randrange(len(texts))))
            revoke_api_key(actor=act_as("kim"), now=now, prefix=dead[-1].partition(".")[0])
        elif act == "ask":
            for text in (luck.choice(texts or ["x.y"]), luck.choice(dead or ["x.y"])):
                answer = Client(headers={"Authorization": f"Bearer {text}"}, REMOTE_ADDR="192.0.2.21").get(
                    f"/api/v1/accounts/{account.pk}/"
                )
                assert answer.status_code == (401 if text not in texts else 200 if holds else 404)
                asked += 1
    assert asked > STEPS // 3
    disable_person(actor=act_as("kim"), now=timezone.now(), user_id=user.pk)
    for text in texts:
        answer = Client(headers={"Authorization": f"Bearer {text}"}, REMOTE_ADDR="192.0.2.21").get("/api/v1/me/")
        assert answer.status_code == 401
