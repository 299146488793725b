"""One opportunity with everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from opportunities.models import (
    Discovery,
    Document,
    FieldChange,
    LayerHolder,
    Milestone,
    Opportunity,
    PlanAction,
    PursuitPlan,
    Stakeholder,
    StageEvent,
    Waiver,
)
from opportunities.queries.board import gate_subject
from opportunities.queries.visible import charter_facts, not_visible, visible_to
from salesops.charter import decide, require
from salesops.core.actor import Actor
from salesops.process.domain.definition import Definition, Stage
from salesops.process.domain.gate import Evaluation
from salesops.process.queries import definition_of, evaluate, next_edge


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stage of the path: passed, current or ahead; days spent there, in calendar days."""

    stage: Stage
    state: str
    days: int | None
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpportunityPage:
    """What the head of the page and its gate panel show."""

    opportunity: Opportunity
    definition: Definition
    stage: Stage
    path: list[PathStep]
    days_in_stage: int
    evaluation: Evaluation | None
    milestones: list[Milestone]
    waivers: list[Waiver]


def opportunity(actor: Actor, pk: int) -> Opportunity:
    """This function will return one opportunity the person may open in full.

    Raises: NotVisible if it does not exist or not even its summary is visible; Refused (R19 and others)
    if only the summary is.
    """
    row = (
        visible_to(actor)
        .select_related("account", "owner", "product", "next_step_owner", "originator")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise not_visible()
    require(actor, "opp.view_full", charter_facts(row, actor))
    return row


def opportunity_page(actor: Actor, pk: int, *, now: datetime) -> OpportunityPage:
    """This function will read the head, the path and the gate of one opportunity (interface §2)."""
    row = opportunity(actor, pk)
    definition = definition_of(row.definition_id)
    subject = gate_subject(row)
    edge = next_edge(subject) if row.is_open else None
    events = list(
        StageEvent.objects.filter(opportunity=row)
        .order_by("seq")
        .values("to_stage", "at", "move")
    )
    milestones = list(
        Milestone.objects.filter(
            opportunity=row, revoked_at__isnull=True
        ).select_related("by")
    )
    return OpportunityPage(
        opportunity=row,
        definition=definition,
        stage=definition.stage(row.stage),
        path=_path(row, definition, events, {item.key for item in milestones}, now),
        days_in_stage=((row.closed_at or now) - row.stage_entered_at).days,
        evaluation=evaluate(subject, edge, now=now) if edge else None,
        milestones=milestones,
        waivers=list(
            Waiver.objects.filter(opportunity=row)
            .select_related("by", "lifted_by")
            .order_by("-id")
        ),
    )


def _path(
    row: Opportunity,
    definition: Definition,
    events: list[dict[str, Any]],
    reached: set[str],
    now: datetime,
) -> list[PathStep]:
    ends = [event["at"] for event in events[1:]] + [row.closed_at or now]
    spent: dict[str, int] = {}
    for event, end in zip(events, ends, strict=True):
        spent[event["to_stage"]] = spent.get(event["to_stage"], 0) + max(
            (end - event["at"]).days, 0
        )
    current = definition.stage(row.stage)
    here = (
        current.order
        if row.is_open
        else (len(definition.open_stages) + 1 if row.stage_kind == "won" else 0)
    )
    steps = []
    for stage in definition.open_stages:
        state = (
            "current"
            if row.is_open and stage.key == row.stage
            else "done"
            if stage.order < here
            else "ahead"
        )
        if row.stage_kind == "lost" and stage.key in spent:
            state = "done"
        flags = tuple(key for key in stage.milestones if key in reached)
        steps.append(PathStep(stage, state, spent.get(stage.key), flags))
    return steps


def may(actor: Actor, row: Opportunity, *actions: str) -> dict[str, Any]:
    """This function will ask the charter about several actions at once; templates read `.allowed` of each."""
    facts = charter_facts(row, actor)
    return {
        action.replace(".", "_"): decide(actor, action, facts) for action in actions
    }


def people_of(actor: Actor, row: Opportunity) -> list[Stakeholder]:
    """This function will list the customer's people on the opportunity."""
    return list(
        Stakeholder.objects.filter(opportunity=row)
        .select_related("contact")
        .order_by("contact__name", "role")
    )


def layers_of(actor: Actor, row: Opportunity) -> dict[int, LayerHolder]:
    """This function will return the holders of layers 1, 3, 4 and 5 by layer; layer 2 is the owner (domain §1.1)."""
    holders = LayerHolder.objects.filter(opportunity=row).select_related(
        "person", "partner"
    )
    return {holder.layer: holder for holder in holders}


def documents_of(actor: Actor, row: Opportunity) -> list[Document]:
    """This function will list documents and files, newest first."""
    return list(
        Document.objects.filter(opportunity=row).select_related("by").order_by("-id")
    )


def plan_of(actor: Actor, row: Opportunity) -> PursuitPlan | None:
    """This function will return the pursuit plan with its dated actions, or None (domain §2.13)."""
    actions = Prefetch("actions", PlanAction.objects.order_by("due_on", "id"))
    return (
        PursuitPlan.objects.filter(opportunity=row)
        .select_related("updated_by")
        .prefetch_related(actions)
        .first()
    )


def discovery_of(actor: Actor, row: Opportunity) -> Discovery | None:
    """This function will return the answers to the discovery template, or None (domain §2.13)."""
    return (
        Discovery.objects.filter(opportunity=row).select_related("updated_by").first()
    )


def stage_history(actor: Actor, row: Opportunity) -> list[StageEvent]:
    """This function will list every stage event, newest first, with the gate as it stood."""
    return list(
        StageEvent.objects.filter(opportunity=row)
        .select_related("actor", "definition", "owner")
        .order_by("-seq")
    )


def field_history(actor: Actor, row: Opportunity) -> list[FieldChange]:
    """This function will list the changes of commercial fields, newest first, 200 at most."""
    return list(FieldChange.objects.filter(opportunity=row).order_by("-id")[:200])
