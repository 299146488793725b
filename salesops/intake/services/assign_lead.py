"""Give a lead an owner: taken by who works it, or given by who leads."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.charter import Facts, require
from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible
from salesops.intake.models import Lead
from salesops.intake.services.give_lead import give_lead
from salesops.intake.services.writing import lock_lead, require_lead_action, require_not_converted
from salesops.users.queries import actor_for, actor_of, person


def take_lead(*, actor: Actor, now: datetime, lead_id: int, version: int | None = None) -> Lead:
    """This function will make the actor the owner of a lead that has none (domain §11.5).

    Raises: NotVisible; Refused; StaleVersion; Conflict where somebody has it.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.create", lead)
        require_not_converted(lead)
        if lead.owner_id is not None or not actor.has_role(*OWNER_ROLES):
            raise Conflict(
                "lead_owned",
                "Only a lead without an owner is taken, by who may own one.",
                next_action="Ask the regional VP or sales operations to hand it over.",
                action="owner.change",
                subject=RecordRef("lead", lead.pk),
            )
        give_lead(lead, actor, reason=f"{actor.name} took it.", actor=actor, now=now)
    return lead


def assign_lead(
    *, actor: Actor, now: datetime, lead_id: int, owner_id: int, reason: str, version: int | None = None
) -> Lead:
    """This function will hand a lead to another owner, with the reason (domain §1.3, §5.4).

    A regional VP hands over what nobody has, and what people of the own region have.

    Raises: NotVisible; Refused; StaleVersion; Conflict once it is converted; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require(actor, "owner.change", Facts(subject=RecordRef("lead", lead.pk), region=_region(actor, lead)))
        require_not_converted(lead)
        try:
            owner = actor_for(person(actor, owner_id))
        except NotVisible as error:
            raise Invalid({"owner_id": ["There is no such person here."]}) from error
        if not owner.has_role(*OWNER_ROLES):
            raise Invalid({"owner_id": [f"{owner.name} owns no leads."]})
        if len(reason.strip()) < 10:
            raise Invalid({"reason": ["Say why in at least 10 characters."]})
        give_lead(lead, owner, reason=reason.strip(), actor=actor, now=now)
    return lead


def _region(actor: Actor, lead: Lead) -> str:
    if lead.owner_id is None:
        return min(actor.regions, default="")
    return min(actor.regions & actor_of(lead.owner_id).regions, default="")
