"""Clear one trigger of the newest proposal version on one route, with evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.triggers import PSV, Fired
from qualification.domain.validation import told
from qualification.models import ProposalVersion, TriggerClearance
from qualification.queries.causes import causes_of
from qualification.services.validation_locking import lock_deal, newest_version, require_route, require_words
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "opp.view_full"


def clear_trigger(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    trigger: str,
    route: str,
    about: str,
    evidence: str,
    number: int | None = None,
) -> TriggerClearance:
    """This function will clear a trigger that fires for these very causes (domain §1.5).

    What pre-sales validation clears counts with its verdict; leadership, legal and finance clear by their word.
    `about` is what the person saw: the causes as `Fired.about` holds them; `number` the version they read.

    Raises: NotVisible, Refused (R15 on one's own deal), Conflict where it does not fire for that, Invalid,
    StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_deal(actor, opportunity_id, ACTION)
        require_route(actor, route, opportunity)
        version = newest_version(opportunity, ACTION, number=number)
        words = require_words("evidence", evidence)
        _require_fired(opportunity, version, trigger, route, about, now)
        return _record(actor, version, Fired(trigger, about, (route,)), route, words, now)


def clear_for_validation(
    *, actor: Actor, now: datetime, version: ProposalVersion, fired: Fired, evidence: str
) -> TriggerClearance:
    """This function will clear a trigger on the route of validation for a verdict that its caller has decided."""
    return _record(actor, version, fired, PSV, evidence, now)


def _record(
    actor: Actor, version: ProposalVersion, fired: Fired, route: str, evidence: str, now: datetime
) -> TriggerClearance:
    row = TriggerClearance.objects.create(
        proposal=version,
        trigger=fired.key,
        about=fired.about,
        route=route,
        evidence=evidence,
        by_id=actor.person_id,
        at=now,
    )
    data = {"number": version.number, "trigger": fired.key, "route": route, "about": fired.about, "evidence": evidence}
    tell(version.opportunity, events.TRIGGER_CLEARED, actor=actor, now=now, data=data)
    return row


def _require_fired(
    opportunity: Opportunity, version: ProposalVersion, trigger: str, route: str, about: str, now: datetime
) -> None:
    found = {each.key: each for each in causes_of(version, now)}
    if trigger not in found:
        raise Conflict(
            "trigger_not_fired",
            f"{trigger} does not fire for version {version.number}. Nothing was changed.",
            next_action="Look at the proposal again.",
            action="validation.decide",
            subject=ref(opportunity),
        )
    if found[trigger].about != about:
        raise Conflict(
            "cause_changed",
            f"{trigger} now fires for: {told(trigger, found[trigger].about)}. Nothing was changed.",
            next_action="Look at the new cause, then clear it.",
            action="validation.decide",
            subject=ref(opportunity),
        )
    if route not in found[trigger].routes:
        raise Invalid({"route": [f"{trigger} is cleared by: {', '.join(found[trigger].routes)}."]})
