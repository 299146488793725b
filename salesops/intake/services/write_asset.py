"""File a piece of marketing, change it, and take it from idea to published and retired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible, StaleVersion
from salesops.intake.domain.marketing import AUDIENCES, CHANNELS, EDGES, KINDS, ORIGINS, STATES
from salesops.intake.events import ASSET_AMENDED, ASSET_CREATED, ASSET_MOVED
from salesops.intake.models import MarketingAsset
from salesops.intake.queries.assets import visible_to
from salesops.outbox.services.emit import emit

FIELDS = ("title", "summary", "kind", "origin", "topic", "channel", "link", "audience", "campaign")
_CHOICES = {"kind": KINDS, "origin": ORIGINS, "audience": AUDIENCES, "channel": [("", ""), *CHANNELS]}
_LONGEST = {"title": 160, "summary": 500, "topic": 80, "link": 500, "campaign": 80}


def create_asset(*, actor: Actor, now: datetime, **values: Any) -> MarketingAsset:
    """This function will file an asset as an idea of the actor (domain §11.7).

    `values`: title, summary, kind, origin, topic, channel, link (https), audience, campaign.

    Raises: Refused; Invalid with every complaint.
    """
    require(actor, "asset.edit", Facts(subject=RecordRef("marketing_asset", 0)))
    with transaction.atomic():
        asset = MarketingAsset(owner_id=actor.person_id, created_at=now, updated_at=now)
        _put(asset, {"kind": "", "title": ""} | values)
        asset.save()
        asset.read_version()
        _tell(asset, ASSET_CREATED, {"title": asset.title, "audience": asset.audience}, actor=actor, now=now)
    return asset


def amend_asset(
    *, actor: Actor, now: datetime, asset_id: int, version: int, values: Mapping[str, Any]
) -> MarketingAsset:
    """This function will change the named values of an asset; what is published keeps its channel and link.

    Raises: NotVisible; Refused; StaleVersion; Invalid with every complaint.
    """
    with transaction.atomic():
        asset = _lock(actor, asset_id, version)
        if changed := _put(asset, values):
            _require_place(asset, asset.state)
            asset.updated_at = now
            asset.save()
            asset.read_version()
            _tell(asset, ASSET_AMENDED, {"fields": changed}, actor=actor, now=now)
    return asset


def move_asset(*, actor: Actor, now: datetime, asset_id: int, to: str, version: int | None = None) -> MarketingAsset:
    """This function will move an asset along its states; publishing wants a channel and a link (domain §11.7).

    Raises: NotVisible; Refused; StaleVersion; Conflict where it does not go there from where it stands; Invalid.
    """
    with transaction.atomic():
        asset = _lock(actor, asset_id, version)
        if to not in EDGES[asset.state]:
            ahead = " or ".join(dict(STATES)[key].lower() for key in EDGES[asset.state])
            raise Conflict(
                "asset_state",
                f"The asset is {dict(STATES)[asset.state].lower()}; next it is {ahead}.",
                next_action="Choose one of these.",
                action="asset.edit",
                subject=RecordRef("marketing_asset", asset.pk),
            )
        _require_place(asset, to)
        before = asset.state
        asset.go(to)
        asset.updated_at = now
        if to == "published":
            asset.published_at = now
        asset.save()
        asset.read_version()
        _tell(asset, ASSET_MOVED, {"from": before, "to": to}, actor=actor, now=now)
    return asset


def _lock(actor: Actor, asset_id: int, version: int | None) -> MarketingAsset:
    asset = visible_to(actor).select_for_update(no_key=True).filter(pk=asset_id).first()
    if asset is None:
        raise NotVisible("asset_not_found", "There is no such asset here.")
    require(actor, "asset.edit", Facts(subject=RecordRef("marketing_asset", asset_id)))
    if version is not None and asset.version != version:
        raise StaleVersion(
            "stale_version",
            "Somebody changed the asset since you read it.",
            next_action="Read it again, then send your change.",
            version=asset.version,
        )
    return asset


def _put(asset: MarketingAsset, values: Mapping[str, Any]) -> list[str]:
    wrong = {name: ["There is no such field."] for name in sorted(values.keys() - set(FIELDS))}
    tidy = {name: " ".join(str(value or "").split()) for name, value in values.items() if name in FIELDS}
    for name, text in tidy.items():
        if name in _CHOICES and text not in dict(_CHOICES[name]):
            wrong[name] = [f"Choose one of: {', '.join(filter(None, dict(_CHOICES[name])))}."]
        elif len(text) > _LONGEST.get(name, 500):
            wrong[name] = [f"At most {_LONGEST[name]} characters."]
    if "title" in tidy and not tidy["title"]:
        wrong["title"] = ["Give it a title."]
    if tidy.get("link") and not tidy["link"].startswith("https://"):
        wrong["link"] = ["Give an address that begins with https://."]
    if wrong:
        raise Invalid(wrong)
    changed = [name for name, text in tidy.items() if getattr(asset, name) != text]
    for name in changed:
        setattr(asset, name, tidy[name])
    return sorted(changed)


def _require_place(asset: MarketingAsset, state: str) -> None:
    if state != "published":
        return
    lacks = {"channel": not asset.channel, "link": not asset.link}
    if any(lacks.values()):
        raise Invalid({name: ["What is published stands in a channel, under a link."] for name in lacks if lacks[name]})


def _tell(asset: MarketingAsset, event: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    subject = RecordRef("marketing_asset", asset.pk)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)
