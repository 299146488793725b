"""The moves every opportunity process has, expanded from its stages (domain §2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from salesops.process.domain.definition import Edge, Move, Stage, StageKind


def expand_edges(stages: tuple[Stage, ...], transitions: Iterable[Mapping[str, Any]]) -> tuple[Edge, ...]:
    """This function will return all edges of a process (domain §2.6).

    Forward, won, lost, reopen and void follow from the stages. Going back reaches any earlier open
    stage, but never an unqualified one once qualified, except where no stage is qualified. A file adds
    only what does not follow: `{type: skip, from: discover, to: propose}`.
    """
    path = [stage for stage in stages if stage.kind is StageKind.OPEN]
    won = next((stage for stage in stages if stage.kind is StageKind.WON), None)
    lost = next((stage for stage in stages if stage.kind is StageKind.LOST), None)
    edges = [Edge(Move.FORWARD, a.key, b.key) for a, b in pairwise(path)]
    edges += [
        Edge(Move.BACK, later.key, earlier.key, reason_required=True)
        for index, later in enumerate(path)
        for earlier in path[:index]
        if earlier.is_qualified or not later.is_qualified
    ]
    if path and won:
        edges += [Edge(Move.WON, path[-1].key, won.key), Edge(Move.VOID, won.key, path[-1].key, reason_required=True)]
    if lost:
        edges += [Edge(Move.LOST, stage.key, lost.key, reason_required=True) for stage in path]
        edges += [Edge(Move.REOPEN, lost.key, stage.key, reason_required=True) for stage in path]
    edges += [Edge(Move(row["type"]), row["from"], row["to"], reason_required=True) for row in transitions]
    return tuple(edges)
