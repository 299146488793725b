"""Change what an opportunity says about itself: core fields and commercial fields, each under its own right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from opportunities import events
from opportunities.domain.forecast import ceiling_of, is_within
from opportunities.domain.kinds import FORECAST_CATEGORIES, label
from opportunities.domain.subtypes import REASON_LENGTH
from opportunities.models import Opportunity
from opportunities.services.checking import faults_of
from opportunities.services.follow_offer import MONEY
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.offer_locking import require_own_money
from opportunities.services.pricing import price
from opportunities.services.telling import plain, tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.process.domain.definition import Definition
from salesops.process.queries import definition_of

CORE = frozenset(
    "name use_case problem close_date expected_purchase_date renewal_date budget authority timeline position "
    "forecast_category".split()
)
COMMERCIAL = frozenset("recurring one_time term_months base_acv currency subtype product_id".split())


def amend(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    changes: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> Opportunity:
    """This function will set the named fields, and tell what really changed (domain §1.3, §10.1, §10.4).

    `changes` maps field names of CORE and COMMERCIAL to typed values. Unchanged values are no change:
    then nothing is written. A changed sub-type wants a `reason` and counts as confirmed (domain §2.1).

    Raises: NotVisible, Refused (R14, R08 …), Conflict R28 if closed, R16 while a request about the money waits,
    `offer_decides` where an offer the customer sees says the money, Conflict `forecast_ceiling`,
    Invalid naming each wrong field, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        unknown = set(changes) - CORE - COMMERCIAL
        if unknown:
            raise Invalid({name: ["This field cannot be changed here."] for name in sorted(unknown)})
        changed = {name: value for name, value in changes.items() if getattr(opportunity, name) != value}
        _ask_charter(actor, opportunity, changes)
        if not changed:
            return opportunity
        require_open(opportunity, "opp.edit_core")
        if not changed.keys().isdisjoint(MONEY):
            require_own_money(opportunity, now)
        return _apply(opportunity, changed, reason.strip(), actor=actor, now=now)


def _ask_charter(actor: Actor, opportunity: Opportunity, changes: Mapping[str, Any]) -> None:
    if COMMERCIAL & set(changes):
        require_action(actor, "opp.edit_commercial", opportunity)
    if CORE & set(changes) or not changes:
        require_action(actor, "opp.edit_core", opportunity)


def _apply(
    opportunity: Opportunity, changed: Mapping[str, Any], reason: str, *, actor: Actor, now: datetime
) -> Opportunity:
    definition = definition_of(opportunity.definition_id)
    if faults := _faults(changed, reason, definition):
        raise Invalid(faults)
    told = [*changed, "amount"] if COMMERCIAL & set(changed) else [*changed]
    before = {name: plain(getattr(opportunity, name)) for name in told}
    for name, value in changed.items():
        setattr(opportunity, name, value.strip() if isinstance(value, str) else value)
    if "forecast_category" in changed:
        _keep_below_ceiling(opportunity)
    fields = [*changed, "updated_at"]
    if "subtype" in changed:
        opportunity.subtype_confirmed_at = now
        fields.append("subtype_confirmed_at")
    if COMMERCIAL & set(changed):
        price(opportunity, definition, now=now)
        fields += ["tcv", "acv", "amount", "rate", "rate_date", "amount_reporting"]
    opportunity.updated_at = now
    opportunity.save(update_fields=fields)
    opportunity.version += 1
    after = {name: plain(getattr(opportunity, name)) for name in told}
    data = {"before": before, "after": after, **({"reason": reason} if reason else {})}
    tell(opportunity, events.AMENDED, actor=actor, now=now, data=data)
    return opportunity


def _faults(changed: Mapping[str, Any], reason: str, definition: Definition) -> dict[str, list[str]]:
    faults = faults_of(changed)
    if "subtype" in changed and changed["subtype"] not in definition.subtypes:
        faults["subtype"] = [f"{definition.key} takes {', '.join(definition.subtypes)}; migrate the process first."]
    elif "subtype" in changed and len(reason) < REASON_LENGTH:
        faults["reason"] = [f"Say in at least {REASON_LENGTH} characters why the sub-type changes."]
    return faults


def _keep_below_ceiling(opportunity: Opportunity) -> None:
    stage = definition_of(opportunity.definition_id).stage(opportunity.stage)
    ceiling = ceiling_of(stage_forecast=stage.forecast, probability=stage.probability)
    if not is_within(opportunity.forecast_category, ceiling):
        wanted, highest = label(FORECAST_CATEGORIES, opportunity.forecast_category), label(FORECAST_CATEGORIES, ceiling)
        raise Conflict(
            "forecast_ceiling",
            f"{wanted} is above the ceiling: {stage.label} allows at most {highest}.",
            next_action=f"Choose {highest} or lower, or advance the deal first.",
            action="opp.edit_core",
            subject=ref(opportunity),
        )
