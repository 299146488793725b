"""Bands of a rule set are split in two and joined; whatever is done, each begins where the one before ends (§6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from approvals.domain.rule_set import Guardrails, Ladder

SPLIT, JOIN = "split", "join"
# The bands before these are what the others are measured by: the usual payment, a term too short and the usual one.
_FIRST = {"discount": 0, "acv": 0, "payment": 1, "term": 2}
_MOST = 9


class CannotReband(ValueError):
    """A band that stays as it is, with the reason as a sentence."""


def acts_on(rules: Guardrails, name: str, place: int) -> list[str]:
    """This function will list what may be done with a band: split it, join it with the one after it."""
    edges = edges_of(rules, name)
    if place < _FIRST[name]:
        return []
    may = {SPLIT: len(edges) < _MOST, JOIN: place < len(edges) and len(edges) > max(_FIRST[name], 1)}
    return [act for act, is_possible in may.items() if is_possible]


def reband(rules: Guardrails, act: str, name: str, place: int) -> Guardrails:
    """This function will split a band in the middle, both halves decided as before, or join it with the one after it,
    decided as that one is: so a worse offer never needs fewer approvers than before.

    Raises: CannotReband.
    """
    if name not in _FIRST or not 0 <= place <= len(edges_of(rules, name)) or act not in acts_on(rules, name, place):
        raise CannotReband("This band stays as it is.")
    edges = edges_of(rules, name)
    if act == JOIN:
        return _written(rules, name, edges[:place] + edges[place + 1 :], place, copies=0)
    return _written(rules, name, (*edges[:place], _middle(rules, name, place), *edges[place:]), place, copies=2)


def edges_of(rules: Guardrails, name: str) -> tuple[Decimal, ...]:
    """This function will return the edges between the bands of one kind, rising."""
    return {
        "discount": rules.matrix.discount_edges,
        "acv": rules.matrix.acv_edges,
        "payment": rules.payment.edges,
        "term": rules.term.edges,
    }[name]


def _middle(rules: Guardrails, name: str, place: int) -> Decimal:
    edges = edges_of(rules, name)
    low = edges[place - 1] if place else Decimal(0)
    ends = {"discount": Decimal(100), "term": Decimal(rules.longest_term)}
    high = edges[place] if place < len(edges) else ends.get(name, 2 * low)
    middle = ((low + high) / 2).quantize(Decimal(1))
    if not low < middle < high:
        raise CannotReband(f"Between {low.normalize():f} and {high.normalize():f} there is no room for another edge.")
    return middle


def _written(rules: Guardrails, name: str, edges: tuple[Decimal, ...], place: int, *, copies: int) -> Guardrails:
    def each(bands: Sequence[Any]) -> tuple[Any, ...]:
        return (*bands[:place], *(bands[place],) * copies, *bands[place + 1 :])

    matrix = rules.matrix
    if name == "discount":
        return replace(
            rules,
            matrix=replace(matrix, discount_edges=edges, roles=each(matrix.roles), notices=each(matrix.notices)),
        )
    if name == "acv":
        roles, notices = (tuple(each(row) for row in cells) for cells in (matrix.roles, matrix.notices))
        return replace(rules, matrix=replace(matrix, acv_edges=edges, roles=roles, notices=notices))
    ladder: Ladder = getattr(rules, name)
    return replace(rules, **{name: Ladder(edges, each(ladder.roles))})  # type: ignore[arg-type]
