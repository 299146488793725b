"""Operations switch a rule on or off and say when whom it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible, Refused, StaleVersion
from salesops.outbox.services.emit import emit
from salesops.reminders.domain.offsets import Offset
from salesops.reminders.domain.rules import Rule
from salesops.reminders.events import RULE_SET
from salesops.reminders.models import RuleSetting
from salesops.reminders.queries.rules import InForce, rule_in_force
from salesops.reminders.registry import known_rules

MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class LaneWords:
    """A lane as a person writes it: `at` holds offsets with commas between, `every` one offset or nothing."""

    to: str
    at: str
    every: str
    is_on: bool


def set_rule(
    *, actor: Actor, now: datetime, key: str, is_on: bool, lanes: Sequence[LaneWords], expected_revision: int
) -> InForce:
    """This function will change a rule for what is not told yet; what was told is never told again (domain §12.2).

    Raises: Refused unless a person of sales operations asks; NotVisible; StaleVersion; Invalid by lane, and where an
    urgent rule would be silent.
    """
    require_setter(actor)
    if key not in known_rules():
        raise NotVisible("not_found", "There is no such rule.", next_action="Open Reminder rules.")
    with transaction.atomic():
        RuleSetting.objects.select_for_update().filter(pk=key).first()
        before = rule_in_force(key)
        if before.revision != expected_revision:
            raise StaleVersion("stale_version", "The rule was changed since you read it.", next_action="Read it again.")
        stored = read_lanes(before.rule, lanes, is_on=is_on)
        RuleSetting.objects.update_or_create(
            pk=key,
            defaults={
                "revision": before.revision + 1, "is_on": is_on, "lanes": stored,
                "changed_by_id": actor.person_id, "changed_at": now,
            },
        )  # fmt: skip
        subject, data = RecordRef("reminder_rule", 0), {"rule": key, "is_on": is_on, "lanes": stored}
        record(actor=actor, action=RULE_SET, subject=subject, now=now, data=data)
        emit(type=RULE_SET, subject=subject, actor=actor, now=now, data=data)
    return rule_in_force(key)


def require_setter(actor: Actor) -> None:
    """This function will insist on a person of sales operations. Raises: Refused."""
    if not actor.has_role("revops_admin") or actor.scopes is not None:
        raise Refused(
            "refused",
            "Reminder rules are set by sales operations.",
            next_action="Ask sales operations.",
            action=RULE_SET,
        )


def read_lanes(rule: Rule, lanes: Sequence[LaneWords], *, is_on: bool) -> list[dict[str, object]]:
    """This function will check lanes as written and return them as they are kept. Raises: Invalid by lane."""
    faults: dict[str, list[str]] = {}
    stored = [_read(each, faults) for each in lanes]
    if [each.to for each in lanes] != [each.to for each in rule.lanes]:
        faults["lanes"] = ["Name each lane of the rule once, in its order."]
    if rule.is_urgent and not (is_on and any(each.is_on for each in lanes)):
        faults["is_on"] = ["This rule cannot wait, so it stays on. Change when it tells instead."]
    if faults:
        raise Invalid(faults)
    return stored


def _read(line: LaneWords, faults: dict[str, list[str]]) -> dict[str, object]:
    points = [text for text in line.at.split(",") if text.strip()]
    try:
        at = [str(Offset.read(text)) for text in points]
        every = str(Offset.read(line.every)) if line.every.strip() else ""
    except ValueError as error:
        faults[line.to] = [str(error)]
        return {}
    if not 1 <= len(at) <= MOST_POINTS:
        faults[line.to] = [f"Write one to {MOST_POINTS} offsets with commas between: 1 bd, 3 bd."]
    elif every and Offset.read(every).amount < 1:
        faults[line.to] = ["What repeats needs at least one day between."]
    return {"to": line.to, "at": at, "every": every, "is_on": line.is_on}
