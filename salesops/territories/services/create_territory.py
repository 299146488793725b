"""Name a new territory."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.territories.domain.regions import THEATRES
from salesops.territories.events import TERRITORY_CREATED
from salesops.territories.models import Territory
from salesops.territories.services.telling import require_edit, tell


def create_territory(*, actor: Actor, now: datetime, name: str, theatre: str) -> Territory:
    """This function will store a territory; the regional VP of its theatre answers for it (domain §5.1).

    It has no place until a plan gives it one, and nobody until somebody is assigned.

    Raises: Refused; Invalid for an unknown theatre, an empty or a taken name.
    """
    require_edit(actor, RecordRef("territory", 0), theatre)
    tidy = " ".join(name.split())
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(tidy) <= 80:
        wrong["name"] = ["Give it a name of at most 80 characters."]
    if theatre not in THEATRES:
        wrong["theatre"] = [f"Choose one of {', '.join(THEATRES)}."]
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        try:
            with transaction.atomic():
                territory = Territory.objects.create(name=tidy, theatre=theatre, created_at=now)
        except IntegrityError as error:
            raise Invalid({"name": ["There is a territory with this name."]}) from error
        data = {"name": tidy, "theatre": theatre}
        tell(TERRITORY_CREATED, RecordRef("territory", territory.pk), data, actor=actor, now=now)
    return territory
