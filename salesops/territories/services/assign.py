"""Give a territory to a person from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.territories.domain.maps import AE, DUTIES, SDR
from salesops.territories.events import ASSIGNED, ASSIGNMENT_ENDED
from salesops.territories.models import Territory, TerritoryAssignment
from salesops.territories.queries import day_of
from salesops.territories.services.telling import require_edit, require_reason, tell
from salesops.users.queries import actor_of

ROLES = {AE: "ae", SDR: "sdr"}


def assign(
    *,
    actor: Actor,
    now: datetime,
    territory_id: int,
    person_id: int | None,
    starts_on: date,
    reason: str,
    duty: str = AE,
) -> TerritoryAssignment | None:
    """This function will end who has the territory before `starts_on` and give it to a person from then on (§5.4).

    Nobody (`person_id=None`) leaves it vacant. Who was to have it later loses it. Nothing is assigned into the past.

    Raises: Refused; NotVisible; Invalid for a day before today, a person without the role, or an unknown duty.
    """
    with transaction.atomic():
        territory = Territory.objects.select_for_update(of=("self",)).filter(pk=territory_id).first()
        subject = RecordRef("territory", territory_id)
        require_edit(actor, subject, territory.theatre if territory else "")
        if territory is None:
            raise NotVisible("territory_not_found", "There is no such territory here.")
        why = require_reason(reason)
        _check(person_id, starts_on, duty, today=day_of(now))
        return put_person(territory, duty, person_id, starts_on, why, actor=actor, now=now)


def put_person(
    territory: Territory, duty: str, person_id: int | None, starts_on: date, reason: str, *, actor: Actor, now: datetime
) -> TerritoryAssignment | None:
    """This function will end who has a locked territory and give it to a person; the caller has asked and checked."""
    subject = RecordRef("territory", territory.pk)
    ended = _end(territory, duty, starts_on, now)
    data: dict[str, Any] = {"name": territory.name, "duty": duty, "person_id": person_id, "from": ended}
    data |= {"starts_on": starts_on.isoformat(), "reason": reason}
    if person_id is None:
        tell(ASSIGNMENT_ENDED, subject, data, actor=actor, now=now)
        return None
    row = TerritoryAssignment.objects.create(
        territory=territory, duty=duty, person_id=person_id, valid_from=starts_on, reason=reason,
        assigned_by_id=actor.person_id, assigned_at=now,
    )  # fmt: skip
    tell(ASSIGNED, subject, data, actor=actor, now=now)
    return row


def may_hold(person_id: int, duty: str) -> bool:
    """This function will say whether a person has the role a duty asks for."""
    return actor_of(person_id).has_role(ROLES[duty])


def _check(person_id: int | None, starts_on: date, duty: str, *, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    if duty not in DUTIES:
        wrong["duty"] = [f"Choose one of {', '.join(DUTIES)}."]
    if starts_on < today:
        wrong["starts_on"] = ["Nothing is assigned into the past; name today or a later day."]
    if person_id is not None and not wrong and not may_hold(person_id, duty):
        wrong["person_id"] = [f"This person is no {DUTIES[duty].lower()}."]
    if wrong:
        raise Invalid(wrong)


def _end(territory: Territory, duty: str, on: date, now: datetime) -> list[int]:
    """End what holds on the day or begins later; a row that never began ends as it begins."""
    ended = []
    for row in TerritoryAssignment.objects.select_for_update().filter(territory=territory, duty=duty).order_by("id"):
        if row.valid_to is None or row.valid_to > on:
            row.valid_to, row.ended_at = max(row.valid_from, on), now
            row.save(update_fields=["valid_to", "ended_at"])
            ended.append(row.person_id)
    return ended
