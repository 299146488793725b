"""Make a key for a program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_network

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.outbox.services.emit import emit
from salesops.users.domain.scopes import LONGEST_LIFE, unknown_scopes
from salesops.users.events import API_KEY_CREATED
from salesops.users.models import ApiKey, User


def create_api_key(
    *,
    actor: Actor,
    now: datetime,
    owner_id: int,
    name: str,
    scopes: Iterable[str],
    lifetime: timedelta = LONGEST_LIFE,
    allowed_networks: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """This function will store a key's hash and return the key with the text to show once (interface §3).

    The key does what its owner may do, inside its scopes, for at most 90 days.

    Raises: Refused unless the actor is the owner (as a person) or sales operations; Invalid.
    """
    subject = RecordRef("user", owner_id)
    is_allowed = actor.via == "system" or (
        actor.scopes is None and (actor.user_id == owner_id or actor.has_role("revops_admin"))
    )
    if not is_allowed:
        raise Refused("refused", "You make keys for yourself only.", action="api_key.create", subject=subject)
    wanted, networks = frozenset(scopes), list(allowed_networks)
    _check(name, wanted, lifetime, networks)
    with transaction.atomic():
        if not User.objects.select_for_update().filter(pk=owner_id, is_active=True).exists():
            raise Invalid({"owner": ["There is no such person here."]})
        key = ApiKey(
            owner_id=owner_id,
            name=name.strip(),
            scopes=sorted(wanted),
            allowed_networks=networks,
            expiry_date=now + lifetime,
        )
        text: str = ApiKey.objects.assign_key(key)
        key.save(force_insert=True)
        data = {"prefix": key.prefix, "name": key.name, "scopes": key.scopes, "ends": (now + lifetime).isoformat()}
        record(actor=actor, action=API_KEY_CREATED, subject=subject, now=now, data=data)
        emit(type=API_KEY_CREATED, subject=subject, actor=actor, now=now, data=data)
    return key, text


def _check(name: str, scopes: frozenset[str], lifetime: timedelta, networks: list[str]) -> None:
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(name.strip()) <= 50:
        wrong["name"] = ["Give it a name of at most 50 characters."]
    if unknown := unknown_scopes(scopes):
        wrong["scopes"] = [f"There is no scope {', '.join(unknown)}."]
    elif not scopes:
        wrong["scopes"] = ["Choose at least one."]
    if not timedelta(0) < lifetime <= LONGEST_LIFE:
        wrong["lifetime"] = [f"A key lives at most {LONGEST_LIFE.days} days."]
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            wrong.setdefault("allowed_networks", []).append(f"{network[:40]} is not a network.")
    if wrong:
        raise Invalid(wrong)
