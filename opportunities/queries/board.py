"""The board: columns with counts and sums over the whole filter, and the first cards of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import Filters
from opportunities.models import Opportunity
from opportunities.queries.listing import Sums, filtered, shown, sums
from salesops.core.actor import Actor
from salesops.process.domain.definition import Definition, Stage, StageKind
from salesops.process.domain.gate import Evaluation, State
from salesops.process.domain.registry import RecordFacts, load_facts
from salesops.process.queries import GateSubject, definition_of, evaluate_many
from salesops.web.marks import ShownMark, marks_on

PER_LANE = 20
PER_SWIM_LANE = 5
MOST_SWIMS = 12


@dataclass(frozen=True, slots=True)
class Badge:
    """A small mark on a card: icon, words, tone (neutral, good, warn)."""

    icon: str
    label: str
    tone: str = "neutral"


def card_badges(row: Opportunity, evaluation: Evaluation | None, today: date) -> list[Badge]:
    """This function will list what a seller should notice of an open deal, most pressing first."""
    if evaluation is None:
        return []
    states = [item.state for item in evaluation.items]
    noted = [column.badge(getattr(row, column.name)) for column in ADDED.values() if column.badge]
    waived, stale = states.count(State.WAIVED), states.count(State.STALE)
    late = row.next_step_date is not None and row.next_step_date < today
    marks = [
        *((True, Badge(*each)) for each in noted if each),
        (evaluation.allowed, Badge("circle-check", "Ready to move", "good")),
        (late, Badge("clock-alert", "Step overdue", "warn")),
        (stale > 0, Badge("clock-alert", f"{stale} stale", "warn")),
        (waived > 0, Badge("stamp", f"{waived} waiver" + ("s" if waived > 1 else ""))),
        (not row.next_step, Badge("circle-dashed", "No next step")),
    ]
    return [badge for holds, badge in marks if holds]


@dataclass(slots=True)
class Card:
    """One opportunity on the board with its gate; `days` in stage are calendar days."""

    opportunity: Opportunity
    stage: Stage
    stages: int
    evaluation: Evaluation | None
    facts: RecordFacts | None
    days: int
    benchmark: int | None
    today: date

    @property
    def glyph(self) -> str:
        """How its stage ring is drawn: current, done (won) or lost."""
        return {"won": "done", "lost": "lost"}.get(self.opportunity.stage_kind, "current")

    @property
    def weighted(self) -> Decimal:
        """Amount times probability, in the reporting currency."""
        return self.opportunity.amount_reporting * self.opportunity.probability / 100

    @property
    def is_over(self) -> bool:
        """Whether the deal is longer in its stage than the benchmark."""
        return self.benchmark is not None and self.days > self.benchmark

    @property
    def badges(self) -> list[Badge]:
        """What stands out, two at most: what other rooms note, readiness, waivers, stale evidence, the next step."""
        return card_badges(self.opportunity, self.evaluation, self.today)[:2]

    @property
    def marks(self) -> list[ShownMark]:
        """What other rooms read of its facts."""
        return marks_on("opportunity.score", self.facts) if self.facts else []

    @property
    def states(self) -> list[str]:
        """The states of its criteria, for the meter."""
        return [item.state.value for item in self.evaluation.items] if self.evaluation else []


@dataclass(slots=True)
class Lane:
    """One column: count, total and weighted sum in the reporting currency over the whole filter."""

    stage: Stage
    sums: Sums = field(default_factory=Sums)
    cards: list[Card] = field(default_factory=list)
    more: str = ""


@dataclass(slots=True)
class Swim:
    """One row of the board: a person with lanes of their own, or everything."""

    key: int
    name: str
    lanes: list[Lane]

    @property
    def sums(self) -> Sums:
        """Count, total and weighted sum of the row."""
        return sum((lane.sums for lane in self.lanes), Sums())


def gate_subject(opportunity: Opportunity) -> GateSubject:
    """This function will name the record to evaluate()."""
    return GateSubject("opportunity", opportunity.pk, opportunity.definition_id, opportunity.stage)


def make_cards(rows: Sequence[Opportunity], *, now: datetime, with_gates: bool = True) -> list[Card]:
    """This function will wrap rows as cards and judge their gates, many with the statements of one.

    Cards without gates carry no marks either: nothing is read for them.
    """
    if not with_gates:
        return [_card(row, None, None, now) for row in rows]
    facts = load_facts("opportunity", [row.pk for row in rows], now)
    gates = evaluate_many([gate_subject(row) for row in rows if row.is_open], facts, now=now)
    return [_card(row, gates.get(row.pk), facts[row.pk], now) for row in rows]


def _card(row: Opportunity, evaluation: Evaluation | None, facts: RecordFacts | None, now: datetime) -> Card:
    definition = definition_of(row.definition_id)
    stage = definition.stage(row.stage)
    return Card(
        opportunity=row,
        stage=stage,
        stages=len(definition.open_stages),
        evaluation=evaluation,
        facts=facts,
        days=((row.closed_at or now) - row.stage_entered_at).days,
        benchmark=stage.benchmark_days if row.is_open else None,
        today=now.date(),
    )


def lane_stages(definition: Definition, filters: Filters) -> list[Stage]:
    """This function will choose the columns: open stages, or where closed deals are."""
    if filters.status == "open":
        return list(definition.open_stages)
    kinds = {"won": {StageKind.WON}, "lost": {StageKind.LOST}}.get(filters.status)
    shown = [stage for stage in definition.stages if stage.kind is not StageKind.POST]
    return [stage for stage in shown if kinds is None or stage.kind in kinds]


def board(actor: Actor, filters: Filters, definition: Definition, *, now: datetime) -> list[Swim]:
    """This function will build the board of one process, by owner where the filters group so (interface §2)."""
    by_owner = filters.group == "owner"
    rows = filtered(actor, replace(filters, process=definition.key), today=now.date())
    found = sums(rows, *(("owner_id", "owner__name", "stage") if by_owner else ("definition_id", "stage")))
    stages = lane_stages(definition, filters)
    swims: dict[Any, Swim] = {} if by_owner else {None: Swim(0, "", [Lane(stage) for stage in stages])}
    for (*who, stage_key), each in found.items():
        owner, name = who if by_owner else (None, "")
        swim = swims.setdefault(owner, Swim(owner or 0, name, [Lane(stage) for stage in stages]))
        for lane in swim.lanes:
            if lane.stage.key == stage_key:
                lane.sums += each
    if by_owner:
        largest = sorted(swims.items(), key=lambda item: (-item[1].sums.total, item[1].name))[:MOST_SWIMS]
        swims = dict(largest)
        _fill(swims, _first_of_owners(rows.filter(owner_id__in=list(swims)), stages), by_owner=True, now=now)
    else:
        _fill(swims, _first_of_lanes(rows, sorted(found)), now=now)
    return list(swims.values())


def _first_of_lanes(rows: QuerySet[Opportunity], lanes: Sequence[tuple[Any, ...]]) -> QuerySet[Opportunity]:
    """The first cards of each lane, each read from the index in its order: 100,000 deals cost what 100 cost."""
    order = ("-amount_reporting", "-id")
    parts = [
        rows.filter(definition=definition, stage=stage).order_by(*order).values("pk")[:PER_LANE]
        for definition, stage in lanes
    ]
    if not parts:
        return rows.none()
    ids = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return shown(Opportunity.objects.filter(pk__in=ids)).order_by(*order)


def _first_of_owners(rows: QuerySet[Opportunity], stages: list[Stage]) -> QuerySet[Opportunity]:
    """The first cards of each owner in each stage, numbered by a window: the owners shown are few."""
    place = Window(
        RowNumber(),
        partition_by=[F("owner_id"), F("stage")],
        order_by=[F("amount_reporting").desc(), F("id").desc()],
    )
    placed = rows.filter(stage__in=[stage.key for stage in stages]).annotate(_place=place)
    return shown(placed.filter(_place__lte=PER_SWIM_LANE)).order_by("-amount_reporting", "-id")


def _fill(swims: dict[Any, Swim], first: QuerySet[Opportunity], *, by_owner: bool = False, now: datetime) -> None:
    size = PER_SWIM_LANE if by_owner else PER_LANE
    for card in make_cards(list(first), now=now):
        swim = swims[card.opportunity.owner_id if by_owner else None]
        lane = next((lane for lane in swim.lanes if lane.stage.key == card.opportunity.stage), None)
        if lane is not None and len(lane.cards) < size:
            lane.cards.append(card)
    for swim in swims.values():
        for lane in swim.lanes:
            lane.more = _more(lane.cards) if lane.sums.count > len(lane.cards) else ""


def _more(cards: list[Card]) -> str:
    if not cards:
        return ""
    last = cards[-1].opportunity
    return f"{last.amount_reporting}_{last.pk}"


def lane_page(
    actor: Actor,
    filters: Filters,
    definition: Definition,
    *,
    stage: str,
    after: str,
    now: datetime,
) -> Lane:
    """This function will read the next cards of one column, after the card `after` names (amount_id).

    Raises: KeyError if the process has no such stage; ValueError for a place that is none.
    """
    text, _, last = after.partition("_")
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(after)
    rows = filtered(actor, replace(filters, process=definition.key, stage=stage, group=""), today=now.date())
    rows = rows.filter(Q(amount_reporting__lt=amount) | Q(amount_reporting=amount, id__lt=int(last)))
    page = list(shown(rows).order_by("-amount_reporting", "-id")[: PER_LANE + 1])
    lane = Lane(definition.stage(stage), cards=make_cards(page[:PER_LANE], now=now))
    lane.more = _more(lane.cards) if len(page) > PER_LANE else ""
    return lane
