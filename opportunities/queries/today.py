"""Today: what needs this person now, in order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OrderBy, Q
from django.db.models.functions import Coalesce

from opportunities.domain.added_columns import ranking
from opportunities.models import Opportunity
from opportunities.queries.board import Card, make_cards
from opportunities.queries.listing import shown
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor
from salesops.process.domain.gate import GateItem

SHOWN = 25
SCANNED = 100


@dataclass(frozen=True, slots=True)
class OpenGate:
    """A deal whose gate is open, or opens with one action."""

    card: Card
    missing: GateItem | None


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Next steps due, deals without one, and gates one can open now: the first of each, by priority.

    `gates_found` counts those among the `scanned` largest deals.
    """

    steps: list[Opportunity]
    without_step: list[Opportunity]
    gates: list[OpenGate]
    gates_found: int
    scanned: int

    @property
    def has_more(self) -> bool:
        """Whether there are more deals without a step than shown."""
        return len(self.without_step) >= SHOWN

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs the person now."""
        return not (self.steps or self.without_step or self.gates)


def _by_rank() -> list[OrderBy]:
    """The highest priority first; what has none yet comes last, then as the lists always were."""
    column = ranking()
    return [F(column.path).desc(nulls_last=True)] if column else []


def _rank(row: Opportunity) -> int:
    column = ranking()
    return (getattr(row, column.name) or 0) if column else 0


def today(actor: Actor, *, now: datetime, but: Collection[int] = ()) -> TodayPage:
    """This function will read what the person can do now: steps due in a week, gates one action away.

    `but` are deals whose step stands elsewhere on the page.
    """
    mine = shown(visible_to(actor).filter(stage_kind="open"))
    # In the words of the indexes opportunity_steps_due and opportunity_without_step.
    doer = Coalesce("next_step_owner_id", "owner_id")
    due = mine.alias(doer=doer).filter(doer=actor.user_id, next_step_date__lte=now.date() + timedelta(days=7))
    due = due.exclude(next_step="").exclude(pk__in=but).order_by(*_by_rank(), "next_step_date", "-amount_reporting")
    own = mine.filter(owner_id=actor.user_id)
    without = own.filter(Q(next_step="") | Q(next_step_date__isnull=True)).exclude(pk__in=but)
    without = without.order_by(*_by_rank(), "-amount_reporting", "-id")
    cards = make_cards(list(own.order_by("-amount_reporting", "-id")[:SCANNED]), now=now)
    gates = [
        OpenGate(card, missing[0] if missing else None)
        for card in cards
        if card.evaluation and len(missing := card.evaluation.missing) <= 1
    ]
    gates.sort(
        key=lambda gate: (
            gate.missing is not None,
            -_rank(gate.card.opportunity),
            -gate.card.opportunity.amount_reporting,
        )
    )
    return TodayPage(
        steps=list(due[:SHOWN]),
        without_step=list(without[:SHOWN]),
        gates=gates[:SHOWN],
        gates_found=len(gates),
        scanned=len(cards),
    )
