"""One opportunity with everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from opportunities.models import (
    Discovery,
    Document,
    LayerHolder,
    Milestone,
    Opportunity,
    PlanAction,
    PursuitPlan,
    StageEvent,
    Stakeholder,
    Waiver,
)
from opportunities.queries.board import gate_subject
from opportunities.queries.visible import charter_facts, get_visible
from salesops.charter import decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.process.domain.definition import Definition, Edge, Move, Stage
from salesops.process.domain.gate import Evaluation
from salesops.process.domain.registry import RecordFacts, load_facts
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
    events: list[StageEvent]
    milestones: list[Milestone]
    waivers: list[Waiver]
    known: RecordFacts

    @property
    def taken_back(self) -> list[Milestone]:
        """The wins that stand no more, each by what took it back last."""
        reached = {each.key for each in self.milestones if each.revoked_at is None}
        last = {each.key: each for each in self.milestones if each.key not in reached}
        return list(last.values())


def opportunity_page(actor: Actor, pk: int, *, now: datetime) -> OpportunityPage:
    """This function will read the head, the path and the gate of one opportunity (interface §2)."""
    row = get_visible(actor, pk)
    definition = definition_of(row.definition_id)
    subject = gate_subject(row)
    edge = next_edge(subject) if row.is_open else None
    known = load_facts(subject.record_type, [pk], now)[pk]
    events = list(StageEvent.objects.filter(opportunity=row).select_related("actor").order_by("seq"))
    milestones = list(Milestone.objects.filter(opportunity=row).select_related("by").order_by("id"))
    reached = {item.key for item in milestones if item.revoked_at is None}
    return OpportunityPage(
        opportunity=row,
        definition=definition,
        stage=definition.stage(row.stage),
        path=_path(row, definition, events, reached, now),
        days_in_stage=((row.closed_at or now) - row.stage_entered_at).days,
        evaluation=evaluate(subject, edge, now=now, known=known) if edge else None,
        events=events,
        milestones=milestones,
        waivers=list(Waiver.objects.filter(opportunity=row).select_related("by", "lifted_by").order_by("-id")),
        known=known,
    )


def _path(
    row: Opportunity,
    definition: Definition,
    events: list[StageEvent],
    reached: set[str],
    now: datetime,
) -> list[PathStep]:
    ends = [event.at for event in events[1:]] + [row.closed_at or now]
    spent: dict[str, int] = {}
    for event, end in zip(events, ends, strict=True):
        spent[event.to_stage] = spent.get(event.to_stage, 0) + max((end - event.at).days, 0)
    current = definition.stage(row.stage)
    here = current.order if row.is_open else (len(definition.open_stages) + 1 if row.stage_kind == "won" else 0)
    steps = []
    for stage in definition.open_stages:
        state = "current" if row.is_open and stage.key == row.stage else "done" if stage.order < here else "ahead"
        if row.stage_kind == "lost" and stage.key in spent:
            state = "done"
        flags = tuple(key for key in stage.milestones if key in reached)
        steps.append(PathStep(stage, state, spent.get(stage.key), flags))
    return steps


def may(actor: Actor, row: Opportunity, *actions: str) -> dict[str, Any]:
    """This function will ask the charter about several actions at once; templates read `.allowed` of each."""
    facts = charter_facts(row, actor)
    return {action.replace(".", "_"): decide(actor, action, facts) for action in actions}


def people_of(actor: Actor, row: Opportunity) -> list[Stakeholder]:
    """This function will list the customer's people on the opportunity."""
    return list(Stakeholder.objects.filter(opportunity=row).select_related("contact").order_by("contact__name", "role"))


def layers_of(actor: Actor, row: Opportunity) -> dict[int, LayerHolder]:
    """This function will return the holders of layers 1, 3, 4 and 5 by layer; layer 2 is the owner (domain §1.1)."""
    holders = LayerHolder.objects.filter(opportunity=row).select_related("person", "partner")
    return {holder.layer: holder for holder in holders}


def documents_of(actor: Actor, row: Opportunity) -> list[Document]:
    """This function will list documents and files, newest first."""
    return list(Document.objects.filter(opportunity=row).select_related("by").order_by("-id"))


def document_of(actor: Actor, row: Opportunity, document_id: int) -> Document:
    """This function will return one document of the opportunity. Raises: NotVisible if it has none such."""
    found = Document.objects.filter(opportunity=row, pk=document_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such document on this deal.", next_action="Open its files.")
    return found


def plan_of(actor: Actor, row: Opportunity) -> PursuitPlan | None:
    """This function will return the pursuit plan with its dated actions, or None (domain §2.13)."""
    actions = Prefetch("actions", PlanAction.objects.order_by("due_on", "id"))
    return PursuitPlan.objects.filter(opportunity=row).select_related("updated_by").prefetch_related(actions).first()


def discovery_of(actor: Actor, row: Opportunity) -> Discovery | None:
    """This function will return the answers to the discovery template, or None (domain §2.13)."""
    return Discovery.objects.filter(opportunity=row).select_related("updated_by").first()


def stage_history(actor: Actor, row: Opportunity) -> list[StageEvent]:
    """This function will list every stage event, newest first, with the gate as it stood."""
    return list(
        StageEvent.objects.filter(opportunity=row).select_related("actor", "definition", "owner").order_by("-seq")
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """A deal before one move: the edge asked about, its evaluation, every move there is from here."""

    opportunity: Opportunity
    definition: Definition
    stage: Stage
    edge: Edge | None
    evaluation: Evaluation | None
    edges: tuple[Edge, ...]

    @property
    def name(self) -> str:
        """How people call the deal: by its account."""
        return self.opportunity.account.name if self.opportunity.account else self.opportunity.name

    @property
    def target(self) -> Stage | None:
        """The stage the move leads to."""
        return self.definition.stage(self.edge.dst) if self.edge else None

    def stage_label(self, key: str) -> str:
        """The words for a stage of the pinned process."""
        return self.definition.stage(key).label


def gate_of(actor: Actor, pk: int, *, to: str | None, now: datetime) -> Gate:
    """This function will read a deal before its next gated move, or before the one to a named stage.

    Raises: NotVisible, Refused.
    """
    row = get_visible(actor, pk)
    definition = definition_of(row.definition_id)
    subject = gate_subject(row)
    edge = (next_edge(subject, to=to) or next_edge(subject)) if row.is_open else None
    return Gate(
        opportunity=row,
        definition=definition,
        stage=definition.stage(row.stage),
        edge=edge,
        evaluation=evaluate(subject, edge, now=now) if edge else None,
        edges=definition.edges_from(row.stage),
    )


def stages_by_move(row: Opportunity, move: Move) -> list[tuple[str, str]]:
    """This function will list the stages a move may lead to from here, by key and label."""
    definition = definition_of(row.definition_id)
    found = [definition.stage(edge.dst) for edge in definition.edges_from(row.stage) if edge.move is move]
    return [(stage.key, stage.label) for stage in sorted(found, key=lambda stage: -stage.order)]


def criterion_title(row: Opportunity, criterion_id: str) -> str:
    """This function will return the words of a criterion of the pinned process, or '' if it has none such."""
    return definition_of(row.definition_id).text_of(criterion_id)


def milestone_choices(row: Opportunity) -> list[tuple[str, str]]:
    """This function will list the milestones the pinned process knows."""
    stages = definition_of(row.definition_id).stages
    keys = dict.fromkeys(key for stage in stages for key in stage.milestones)
    return [(key, key.replace("_", " ").capitalize()) for key in keys]


def asks_fit(row: Opportunity) -> bool:
    """This function will say whether the pinned process asks the fit questions (domain §2.9)."""
    stages = definition_of(row.definition_id).stages
    return any("fit_" in str(dict(item.args)) for stage in stages for item in stage.entrance + stage.exit)
