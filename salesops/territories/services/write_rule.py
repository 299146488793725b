"""Say in a draft which territory a place belongs to, or take that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible
from salesops.territories.domain.geography import theatre_of, tree
from salesops.territories.domain.segments import SEGMENTS
from salesops.territories.events import PLAN_CHANGED
from salesops.territories.models import Territory, TerritoryPlan, TerritoryRule
from salesops.territories.services.plan_locking import lock_draft, ref, touch
from salesops.territories.services.telling import require_edit, tell


@dataclass(frozen=True, slots=True)
class NewRule:
    """A place (`emea`, `dach`, `DE`, `US-CA`, `bay_area`) for a territory; no segments mean any; days half-open."""

    territory_id: int
    node: str
    segments: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None


def write_rule(
    *, actor: Actor, now: datetime, number: int, version: int | None, new: NewRule, rule_id: int | None = None
) -> TerritoryRule:
    """This function will add a rule to a draft, or write one of its rules anew (domain §5.1).

    A rule that stands against another is accepted: the coverage report shows the overlap before anything is published.

    Raises: Refused where the place or the territory lies in a region the actor does not answer for; NotVisible;
    Conflict; StaleVersion; Invalid.
    """
    with transaction.atomic():
        plan = lock_draft(actor, number, version, theatre=theatre_of(new.node))
        territory = _check(new)
        require_edit(actor, ref(plan), territory.theatre)
        rule = _rule_of(plan, rule_id) if rule_id else TerritoryRule(plan=plan)
        rule.territory, rule.node_id = territory, new.node
        rule.segments = [each for each in SEGMENTS if each in new.segments] if len(new.segments) < len(SEGMENTS) else []
        rule.valid_from, rule.valid_to = new.valid_from, new.valid_to
        rule.save()
        touch(plan)
        _tell(plan, rule, "changed" if rule_id else "added", actor, now)
    return rule


def drop_rule(*, actor: Actor, now: datetime, number: int, version: int | None, rule_id: int) -> TerritoryPlan:
    """This function will take a rule out of a draft: from the draft's first day on it does not hold.

    Raises: Refused; NotVisible; Conflict; StaleVersion.
    """
    with transaction.atomic():
        found = TerritoryRule.objects.filter(pk=rule_id, plan__number=number).first()
        plan = lock_draft(actor, number, version, theatre=theatre_of(found.node_id) if found else "")
        rule = _rule_of(plan, rule_id)
        _tell(plan, rule, "dropped", actor, now)
        rule.delete()
        touch(plan)
    return plan


def _check(new: NewRule) -> Territory:
    wrong: dict[str, list[str]] = {}
    territory = Territory.objects.filter(pk=new.territory_id).first()
    if territory is None:
        wrong["territory_id"] = ["There is no such territory."]
    if new.node not in tree():
        wrong["node"] = ["There is no such place."]
    if unknown := _unknown(new.segments):
        wrong["segments"] = [f"There is no segment {', '.join(unknown)}."]
    if new.valid_from and new.valid_to and new.valid_to <= new.valid_from:
        wrong["valid_to"] = ["It ends before it begins."]
    if wrong or territory is None:
        raise Invalid(wrong)
    return territory


def _unknown(segments: Iterable[str]) -> list[str]:
    return sorted(set(segments) - set(SEGMENTS))


def _rule_of(plan: TerritoryPlan, rule_id: int) -> TerritoryRule:
    rule = TerritoryRule.objects.filter(pk=rule_id, plan=plan).first()
    if rule is None:
        raise NotVisible("rule_not_found", "There is no such rule in this draft.")
    return rule


def _tell(plan: TerritoryPlan, rule: TerritoryRule, what: str, actor: Actor, now: datetime) -> None:
    data = {
        "number": plan.number,
        "rule_id": rule.pk,
        "what": what,
        "territory_id": rule.territory_id,
        "node": rule.node_id,
        "segments": rule.segments,
    }
    tell(PLAN_CHANGED, ref(plan), data, actor=actor, now=now)
