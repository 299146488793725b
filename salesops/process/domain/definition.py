"""A process definition as values: stages, transitions, criteria, meetings, artifacts (domain §2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a criterion is established (domain §0.3)."""

    DERIVED = "D"
    ATTESTED = "A"
    HYBRID = "H"


class StageKind(StrEnum):
    """What being in a stage means for the record."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    POST = "post"


class Move(StrEnum):
    """The transition types (domain §2.6); `created`, `migrated` and `imported` are events without an edge."""

    FORWARD = "forward"
    SKIP = "skip"
    BACK = "back"
    LOST = "lost"
    WON = "won"
    REOPEN = "reopen"
    VOID = "void"


GATED_MOVES = frozenset({Move.FORWARD, Move.SKIP, Move.WON})


def name_of(evaluator: str, of: str) -> str:
    """This function will return the full name of an evaluator: with the list it reads, where it reads one."""
    return f"{evaluator} of {of}" if of else evaluator


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a gate. `attesters` are role keys or `owner`; ages are in days."""

    id: str
    text: str
    kind: Kind
    evaluator: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    attesters: tuple[str, ...] = ("owner",)
    evidence: tuple[str, ...] = ()
    max_age_days: int | None = None
    waivable: bool = True
    waiver_roles: tuple[str, ...] = ("regional_vp", "leader")
    help: str = ""

    @property
    def asks(self) -> str:
        """The full name of the evaluator that judges it; nothing where a person's word alone does."""
        return name_of(self.evaluator, self.args.get("of", ""))


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `probability` is in percent, `benchmark_days` in calendar days (None: no benchmark)."""

    key: str
    label: str
    order: int
    kind: StageKind
    probability: int
    is_qualified: bool = False
    forecast: str = "pipeline"
    benchmark_days: int | None = None
    purpose: str = ""
    phase: str = ""
    cycle_phase: str = "acquisition"
    accountable: str = ""
    collaborators: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    entrance: tuple[Criterion, ...] = ()
    exit: tuple[Criterion, ...] = ()
    meddpicc: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """One allowed move from a stage to a stage, and the roles that make it."""

    move: Move
    src: str
    dst: str
    actors: tuple[str, ...] = ()
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting template: goal, length in minutes, agenda and the signals that end it."""

    key: str
    label: str
    stage: str
    minutes: tuple[int, int]
    goal: str
    exit_signals: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()
    agenda: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """A document or record a stage produces; `required_for` names the move it gates, if any."""

    key: str
    label: str
    stage: str
    kind: str = "document"
    producer: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one process. Published ones never change."""

    key: str
    version: int
    title: str
    record_type: str
    subtypes: tuple[str, ...]
    owner_roles: tuple[str, ...]
    stages: tuple[Stage, ...]
    edges: tuple[Edge, ...]
    meetings: tuple[Meeting, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    milestones: Mapping[str, str] = field(default_factory=dict)
    approval_policy: str = "exceptions_only"
    won_policy: str = "documents"
    amount_basis: str = "acv"
    closing_channels: tuple[str, ...] = ()
    buying_context: str = ""
    status: str = "draft"
    author: str = ""
    approver: str = ""
    changelog: str = ""
    stage_map: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The key and version as people say it: `nb.standard v1`."""
        return f"{self.key} v{self.version}"

    def stage(self, key: str) -> Stage:
        """This function will return the stage of that key. Raises: KeyError if there is none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(f"{self.name} has no stage {key}")

    def text_of(self, criterion_id: str) -> str:
        """This function will return the words of a criterion; empty where there is none such."""
        listed = (item for stage in self.stages for item in stage.entrance + stage.exit)
        return next((item.text for item in listed if item.id == criterion_id), "")

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages of the main path in order."""
        return tuple(stage for stage in self.stages if stage.kind is StageKind.OPEN)

    @property
    def first_stage(self) -> Stage:
        """Where every record starts."""
        return self.open_stages[0]

    def only(self, kind: StageKind) -> Stage:
        """This function will return the single stage of that kind (won or lost)."""
        return next(stage for stage in self.stages if stage.kind is kind)

    def edges_from(self, src: str) -> tuple[Edge, ...]:
        """This function will list the moves that leave the stage."""
        return tuple(edge for edge in self.edges if edge.src == src)

    def edge(self, move: Move, src: str, dst: str) -> Edge | None:
        """This function will return that edge, or None where the process has no such move."""
        return next((e for e in self.edges if (e.move, e.src, e.dst) == (move, src, dst)), None)

    def main_edge(self, src: str) -> Edge | None:
        """This function will return the forward (or, from the last stage, the won) edge of a stage."""
        gated = (edge for edge in self.edges_from(src) if edge.move in (Move.FORWARD, Move.WON))
        return next(gated, None)

    def criteria(self, edge: Edge) -> tuple[Criterion, ...]:
        """This function will list what must hold for the move: exit, minima, entrance (domain §2.6).

        A deal is created on a first word, before its evidence exists, so the entrance of the first
        stage is asked when the deal leaves it.
        """
        if edge.move not in GATED_MOVES:
            return ()
        source, target = self.stage(edge.src), self.stage(edge.dst)
        owed = source.entrance if source == self.first_stage else ()
        return owed + source.exit + minima(source) + target.entrance


def minima(stage: Stage) -> tuple[Criterion, ...]:
    """This function will turn the stage's MEDDPICC minima into one criterion (domain §3.4)."""
    if not stage.meddpicc:
        return ()
    return (
        Criterion(
            id=f"{stage.order}-M",
            text=f"Minimum levels to leave {stage.label}",
            kind=Kind.DERIVED,
            evaluator="meddpicc_min",
            args=dict(stage.meddpicc),
        ),
    )
