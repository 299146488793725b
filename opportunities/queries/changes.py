"""What was changed of an opportunity's fields, in the words people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from opportunities.domain.kinds import FORECAST_CATEGORIES, SUBTYPES, label
from opportunities.models import FieldChange, Opportunity
from salesops.core.actor import Actor
from salesops.users.queries import names_of_people
from salesops.web.api.field_groups import hidden_fields

# The fields whose values are keys, and the one that is a person.
KEYS = {"forecast_category": FORECAST_CATEGORIES, "subtype": SUBTYPES}
OWNER = "owner_id"
FIELDS = {OWNER: "Owner", "one_time": "One-time"}
LONGEST = 120
_MONEY = re.compile(r"\d+\.\d\d")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: keys are labels, days are days, people have names; `actor_id` tells people of one name apart."""

    at: datetime
    field: str
    old: str
    new: str
    who: str
    actor_id: int | None


def changes_of(actor: Actor, row: Opportunity, *, limit: int) -> list[Change]:
    """This function will list the changes of fields, newest first, without what the actor's key is not shown."""
    hidden = hidden_fields(actor.scopes)
    rows = list(FieldChange.objects.filter(opportunity=row).exclude(field__in=hidden).order_by("-id")[:limit])
    owners = {int(pk) for each in rows if each.field == OWNER for pk in (each.old, each.new) if pk}
    names = names_of_people(owners | {each.actor_id for each in rows if each.actor_id})
    return [
        Change(
            each.at,
            FIELDS.get(each.field, each.field.replace("_", " ").capitalize()),
            _words(each.field, each.old, names),
            _words(each.field, each.new, names),
            names.get(each.actor_id or 0, ""),
            each.actor_id,
        )
        for each in rows
    ]


def _words(field: str, value: str | None, names: Mapping[int, str]) -> str:
    if not value:
        return "–"
    if field == OWNER:
        return names.get(int(value), "–")
    if field in KEYS:
        return label(KEYS[field], value)
    if _MONEY.fullmatch(value):
        return f"{Decimal(value):,}".removesuffix(".00")
    try:
        return f"{date.fromisoformat(value):%-d %b %Y}"
    except ValueError:
        return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
