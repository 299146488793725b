"""Reads of MEDDPICC: components, evidence, what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opportunities.queries.visible import get_visible
from opportunities.queries.visible import visible_to as opportunities_visible_to
from qualification.domain.details import DETAILS
from qualification.domain.meddpicc import BY_KEY
from qualification.domain.standing import MeddpiccFacts, Standing
from qualification.models import Assessment, ComponentDetail
from qualification.queries.health import HealthPanel
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.process.domain.registry import RecordFacts, load_facts
from salesops.process.queries import definition_of


def assessments(actor: Actor, opportunity_id: int, component: str = "") -> QuerySet[Assessment]:
    """This function will return the assessments of an opportunity, newest first.

    Raises: NotVisible where the opportunity is not for this person.
    """
    rows = get_visible(actor, opportunity_id).assessments.select_related("set_by", "contact", "cosignature__by")
    return (rows.filter(component=component) if component else rows).order_by("-id")


def component_assessments(actor: Actor, opportunity_id: int, component: str) -> QuerySet[Assessment]:
    """This function will return the assessments of one component.

    Raises: NotVisible where the opportunity is not for this person, or there is no such component.
    """
    if component not in BY_KEY:
        raise NotVisible("not_found", f"There is no component {component[:40]}.")
    rows = get_visible(actor, opportunity_id).assessments.filter(component=component)
    return rows.select_related("cosignature")


def component_details(actor: Actor, opportunity_id: int, component: str) -> QuerySet[ComponentDetail]:
    """This function will return the rows behind one component, in order.

    Raises: NotVisible where the opportunity is not for this person, or the component keeps no rows.
    """
    if component not in DETAILS:
        raise NotVisible("not_found", f"Rows are kept for: {', '.join(DETAILS)}.")
    return details(actor, opportunity_id, component)


def meddpicc_panel(actor: Actor, opportunity_id: int, *, now: datetime) -> MeddpiccPanel:
    """This function will return the components of one opportunity (domain §3.4). Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    return meddpicc_panels(actor, load_facts("opportunity", [row.pk], now))[opportunity_id]


def details(actor: Actor, opportunity_id: int, component: str) -> QuerySet[ComponentDetail]:
    """This function will return the rows behind a component in order.

    Raises: NotVisible where the opportunity is not for this person.
    """
    rows = get_visible(actor, opportunity_id).component_details
    return rows.filter(component=component).order_by("position", "id")


@dataclass(frozen=True, slots=True)
class Row:
    """One component as the page shows it; `needed` is the level this stage asks for (0: none yet)."""

    standing: Standing
    needed: int
    can_cosign: bool

    @property
    def is_short(self) -> bool:
        """Whether it counts for less than the stage needs."""
        return self.standing.effective < self.needed


@dataclass(frozen=True, slots=True)
class MeddpiccPanel:
    """The eight components of one deal with score, weakest component and the questions to ask next; and its health,
    which the page reads in the same statement."""

    opportunity_id: int
    facts: MeddpiccFacts
    rows: list[Row]
    is_open: bool
    health: HealthPanel

    @property
    def questions(self) -> list[tuple[str, str]]:
        """One question each about the three components that most need an answer, by the component's label."""
        return [(BY_KEY[key].label, question) for key, question in self.ask_next]

    @property
    def ask_next(self) -> list[tuple[str, str]]:
        """One question each about the three components that most need an answer, by the component's key."""
        worst = sorted(
            self.rows, key=lambda row: (not row.is_short, row.standing.effective - row.needed, row.standing.effective)
        )
        return [
            (row.standing.component.key, row.standing.component.questions[min(row.standing.effective, 2)])
            for row in worst[:3]
        ]


def meddpicc_panels(actor: Actor, known: Mapping[int, RecordFacts]) -> dict[int, MeddpiccPanel]:
    """This function will return the components of deals against what their stages need (domain §3.4)."""
    found = {pk: facts.part(MeddpiccFacts) for pk, facts in known.items()}
    panels = {}
    for deal in opportunities_visible_to(actor).filter(pk__in=known).select_related("health"):
        needs = definition_of(deal.definition_id).stage(deal.stage).meddpicc
        rows = [
            Row(each, needs.get(each.component.key, 0), _may_cosign(actor, each, deal.owner_id))
            for each in found[deal.pk].in_order
        ]
        health = HealthPanel(deal, getattr(deal, "health", None))
        panels[deal.pk] = MeddpiccPanel(deal.pk, found[deal.pk], rows, deal.is_open, health)
    return panels


def _may_cosign(actor: Actor, standing: Standing, owner_id: int) -> bool:
    if not standing.awaits_cosign or standing.known is None:
        return False
    facts = Facts(owner_id=owner_id, component=standing.component.key, set_by_id=standing.known.set_by_id)
    return decide(actor, "meddpicc.cosign", facts).allowed
