"""Say that a lead is worth an opportunity."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake.events import LEAD_QUALIFIED
from salesops.intake.models import Lead
from salesops.intake.services.writing import lock_lead, move, require_lead_action, save, tell


def qualify_lead(*, actor: Actor, now: datetime, lead_id: int, note: str = "", version: int | None = None) -> Lead:
    """This function will qualify a lead: company, person with role, fit and use case are known (domain §11.7, §11.1).

    Who qualified it stands beside its source, never in its place.

    Raises: NotVisible; Refused; StaleVersion; Conflict from a status that does not lead there; Invalid naming all
    that is missing.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.qualify", lead)
        require_minimum(lead)
        move(lead, "qualified", reason=note.strip(), actor=actor, now=now)
        sign(lead, actor, now)
        save(lead)
        tell(lead, LEAD_QUALIFIED, {"owner_id": lead.owner_id}, actor=actor, now=now)
    return lead


def missing_of(lead: Lead) -> dict[str, list[str]]:
    """This function will name what a lead lacks to be qualified, by field."""
    lacks = {
        "person_name": not lead.person_name and "Name the person.",
        "person_title": not (lead.person_title or lead.persona) and "Give the person's title or role.",
        "use_case": not lead.use_case and "Name the use case.",
        "employees": lead.employees is None and not lead.industry and "Give the company's size or industry.",
    }
    return {field: [sentence] for field, sentence in lacks.items() if sentence}


def require_minimum(lead: Lead) -> None:
    """This function will refuse a lead that lacks what qualifying asks. Raises: Invalid naming all of it."""
    if missing := missing_of(lead):
        raise Invalid(missing, code="lead_incomplete")


def sign(lead: Lead, actor: Actor, now: datetime) -> None:
    """This function will write on a lead who qualified it, once."""
    if lead.qualified_at is None:
        lead.qualified_at, lead.qualified_by_id = now, actor.user_id
