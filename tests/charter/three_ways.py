"""One act tried by service, on the page and over REST; each refused in the words of the charter."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from django.test import Client

from salesops.audit.models import AuditEntry
from salesops.charter.refusals import refusal
from salesops.core.errors import Refused


@dataclass(frozen=True)
class Act:
    """One act, three ways: a service, the form of a page and an address of REST, below the record it is about."""

    code: str
    service: Callable[..., Any]
    given: Mapping[str, Any]
    page: str
    form: Mapping[str, Any]
    rest: str
    body: Mapping[str, Any]


def refused_three_ways(act: Act, actor: Any, client: Client, *, about: dict[str, Any], page: str, rest: str) -> None:
    """Try the act by service, page and REST; each is refused in the charter's words and stands in the ledger."""
    why = refusal(act.code)
    with pytest.raises(Refused) as refused:
        act.service(actor=actor, **about, **act.given)
    error = refused.value
    assert (error.code, error.message, error.next_action) == (why.code, why.sentence, why.next_action)
    entries = AuditEntry.objects.filter(actor_id=actor.user_id, outcome="refused", code=act.code)
    shown = client.post(page + act.page, act.form)
    assert shown.status_code == 403, shown.content.decode()
    for words in (why.code, why.sentence, why.next_action):
        assert escape(words) in shown.content.decode()
    assert entries.count() == 1
    method, _, path = act.rest.partition(" ")
    version = client.get(rest).headers.get("ETag", "")
    told = client.generic(
        method,
        rest + path,
        json.dumps(act.body, default=str),
        content_type="application/json",
        headers={"If-Match": version},
    ).json()
    assert (told["status"], told["code"]) == (403, why.code)
    assert (told["detail"], told["next_action"]) == (why.sentence, why.next_action)
    assert entries.count() == 2
