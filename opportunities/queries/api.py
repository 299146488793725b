"""What the REST interface lists of opportunities: rows for keyset pages, each after the record itself was shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from opportunities.criteria.loading import PLAN_FIELDS
from opportunities.models import (
    Activity,
    Attestation,
    Document,
    FieldChange,
    LayerHolder,
    Milestone,
    Opportunity,
    StageEvent,
    Stakeholder,
    Waiver,
)
from opportunities.queries.detail import discovery_of, opportunity_page, plan_of
from opportunities.queries.timeline import TimelineItem, timeline
from opportunities.queries.visible import charter_facts, one_of, visible_to
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible


def api_rows(actor: Actor) -> QuerySet[Opportunity]:
    """This function will return the opportunities the actor may see, in no order."""
    return visible_to(actor)


def api_record(actor: Actor, opportunity_id: int) -> Opportunity:
    """This function will return one opportunity in full, without the records around it.

    Raises: NotVisible where it does not exist for this person; Refused where only its summary is shown.
    """
    found = one_of(visible_to(actor), opportunity_id)
    require(actor, "opp.view_full", charter_facts(found, actor))
    return found


def stage_events(actor: Actor, opportunity_id: int) -> QuerySet[StageEvent]:
    """This function will return the moves of one opportunity. Raises: NotVisible, Refused."""
    return StageEvent.objects.filter(opportunity=api_record(actor, opportunity_id))


def changes_of(actor: Actor, opportunity_id: int) -> QuerySet[FieldChange]:
    """This function will return the field changes of one opportunity. Raises: NotVisible, Refused."""
    return FieldChange.objects.filter(opportunity=api_record(actor, opportunity_id))


def happenings(actor: Actor, opportunity_id: int, *, show: str, limit: int, now: datetime) -> list[TimelineItem]:
    """This function will return the timeline of one opportunity. Raises: NotVisible, Refused."""
    return timeline(actor, opportunity_page(actor, opportunity_id, now=now), show=show, limit=limit)


def activities_of(actor: Actor, opportunity_id: int) -> QuerySet[Activity]:
    """This function will return the activities of one opportunity. Raises: NotVisible, Refused."""
    return Activity.objects.filter(opportunity=api_record(actor, opportunity_id))


def attestations_of(actor: Actor, opportunity_id: int) -> QuerySet[Attestation]:
    """This function will return the attestations of one opportunity. Raises: NotVisible, Refused."""
    return Attestation.objects.filter(opportunity=api_record(actor, opportunity_id))


def waivers_of(actor: Actor, opportunity_id: int) -> QuerySet[Waiver]:
    """This function will return the waivers of one opportunity. Raises: NotVisible, Refused."""
    return Waiver.objects.filter(opportunity=api_record(actor, opportunity_id))


def stakeholders_of(actor: Actor, opportunity_id: int) -> QuerySet[Stakeholder]:
    """This function will return the customer's people on one opportunity. Raises: NotVisible, Refused."""
    return Stakeholder.objects.filter(opportunity=api_record(actor, opportunity_id))


def documents_of(actor: Actor, opportunity_id: int) -> QuerySet[Document]:
    """This function will return the documents of one opportunity. Raises: NotVisible, Refused."""
    return Document.objects.filter(opportunity=api_record(actor, opportunity_id))


def stored_file_of(actor: Actor, opportunity_id: int, document_id: int) -> Document:
    """This function will return a document that holds a file.

    Raises: NotVisible, also where the document is a link; Refused.
    """
    found = documents_of(actor, opportunity_id).exclude(file="").filter(pk=document_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such file on this opportunity.", next_action="List its documents.")
    return found


def plan_as_data(actor: Actor, opportunity_id: int) -> dict[str, Any]:
    """This function will return the pursuit plan of one opportunity as plain data. Raises: NotVisible, Refused."""
    plan = plan_of(actor, api_record(actor, opportunity_id))
    return {
        "texts": {name: getattr(plan, name) for name in PLAN_FIELDS} if plan else {},
        "actions": [
            {"text": item.text, "due_on": item.due_on.isoformat(), "is_theirs": item.is_theirs}
            for item in (plan.actions.all() if plan else ())
        ],
    }


def answers_of(actor: Actor, opportunity_id: int) -> dict[str, str]:
    """This function will return the discovery answers of one opportunity. Raises: NotVisible, Refused."""
    found = discovery_of(actor, api_record(actor, opportunity_id))
    return found.answers if found else {}


def milestones_of(actor: Actor, opportunity_id: int) -> QuerySet[Milestone]:
    """This function will return the milestones of one opportunity. Raises: NotVisible, Refused."""
    return Milestone.objects.filter(opportunity=api_record(actor, opportunity_id))


def layers_of(actor: Actor, opportunity_id: int) -> QuerySet[LayerHolder]:
    """This function will return the holders of the layers of one opportunity. Raises: NotVisible, Refused."""
    return LayerHolder.objects.filter(opportunity=api_record(actor, opportunity_id))
