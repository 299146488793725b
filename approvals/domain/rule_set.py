"""A rule set: the numbers and roles of the guardrails, and the form they are stored in (domain §6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

Roles = tuple[str, ...]
# Who decides, in the order of the steps (domain §6.4).
STEP_ROLES: dict[str, str] = {
    "regional_vp": "Regional VP",
    "vp_finance": "VP finance",
    "legal": "Legal",
    "leader": "Leader",
}


class UnreadableRules(ValueError):
    """Stored rules that do not have the form of a rule set."""


def in_order(roles: Iterable[str]) -> Roles:
    """This function will put roles into the order of the steps, each once."""
    wanted = set(roles)
    return tuple(role for role in STEP_ROLES if role in wanted)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Half-open bands: band 0 goes up to and with the first edge, the last one has no end."""

    edges: tuple[Decimal, ...]
    roles: tuple[Roles, ...]

    def band(self, value: Decimal | int) -> int:
        """This function will say in which band a value lies; an edge belongs to the band below it."""
        return sum(edge < value for edge in self.edges)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Discount bands (percent off list, edge inside the band below) by ACV bands (edge inside the band above)."""

    discount_edges: tuple[Decimal, ...]
    acv_edges: tuple[Decimal, ...]
    roles: tuple[tuple[Roles, ...], ...]
    notices: tuple[tuple[Roles, ...], ...]

    def row(self, discount: Decimal) -> int:
        """This function will say in which discount band a discount lies."""
        return sum(edge < discount for edge in self.discount_edges)

    def column(self, acv: Decimal) -> int:
        """This function will say in which ACV band a value in the reporting currency lies."""
        return sum(edge <= acv for edge in self.acv_edges)


@dataclass(frozen=True, slots=True)
class Guardrails:
    """One rule set. Percent and points are 0 to 100, money is in the reporting currency, payment is in calendar days.

    A term up to the first edge of `term` is too short; the second band is the standard one.
    """

    matrix: Matrix
    concession_days: int
    concession_points: Decimal
    payment: Ladder
    split_roles: Roles
    term: Ladder
    longest_term: int
    margin_floors: Mapping[str, Decimal]
    margin_roles: Roles
    margin_refused_below: Decimal
    redlined_from: Decimal
    redlined_roles: Roles
    customer_paper_from: Decimal
    customer_paper_roles: Roles

    @classmethod
    def read(cls, rules: Mapping[str, Any]) -> Guardrails:
        """This function will read stored rules. Raises: UnreadableRules where they have another form."""
        try:
            return _read(rules)
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise UnreadableRules(f"This is no rule set: {error!r}.") from error

    def as_json(self) -> dict[str, Any]:
        """This function will write the rules as they are stored; percent and money are texts."""
        matrix, paper = self.matrix, (self.redlined_from, self.customer_paper_from)
        return {
            "discount": {
                "edges": [str(edge) for edge in matrix.discount_edges],
                "acv": [str(edge) for edge in matrix.acv_edges],
                "roles": [[list(cell) for cell in row] for row in matrix.roles],
                "notices": [[list(cell) for cell in row] for row in matrix.notices],
            },
            "concessions": {"days": self.concession_days, "points": str(self.concession_points)},
            "payment": {**_write_ladder(self.payment), "split": list(self.split_roles)},
            "term": {**_write_ladder(self.term), "longest": self.longest_term},
            "margin": {
                **{kind: str(floor) for kind, floor in self.margin_floors.items()},
                "roles": list(self.margin_roles),
                "refused_below": str(self.margin_refused_below),
            },
            "paper": {
                "redlined": {"from": str(paper[0]), "roles": list(self.redlined_roles)},
                "customer": {"from": str(paper[1]), "roles": list(self.customer_paper_roles)},
            },
        }

    def problems(self) -> list[str]:
        """This function will say why the rules cannot be published; a worse offer must never need fewer approvers."""
        matrix = self.matrix
        found = [
            f"{name} rise from one to the next."
            for name, edges in (
                ("Discount bands", matrix.discount_edges),
                ("ACV bands", matrix.acv_edges),
                ("Payment bands", self.payment.edges),
                ("Term bands", self.term.edges),
            )
            if not _rises(edges)
        ]
        found += _fewer(matrix)
        if not _never_fewer(self.payment.roles):
            found.append("A longer time to pay never needs fewer approvers.")
        if not _never_fewer(self.term.roles[1:]):
            found.append("A longer term never needs fewer approvers.")
        if self.longest_term < self.term.edges[-1]:
            found.append("The longest term lies beyond the last band.")
        if any(floor < self.margin_refused_below for floor in self.margin_floors.values()):
            found.append("A margin is refused below its floor, not above it.")
        return found


def _fewer(matrix: Matrix) -> list[str]:
    found = []
    for cells, what in ((matrix.roles, "approvers"), (matrix.notices, "notices")):
        if not all(_never_fewer(column) for column in zip(*cells, strict=True)):
            found.append(f"A larger discount never needs fewer {what}.")
        if not all(_never_fewer(row) for row in cells):
            found.append(f"A larger ACV never needs fewer {what}.")
    return found


def _never_fewer(steps: Sequence[Roles]) -> bool:
    return all(set(one) <= set(next_one) for one, next_one in pairwise(steps))


def _rises(edges: Sequence[Decimal]) -> bool:
    return all(one < next_one for one, next_one in pairwise((Decimal(0), *edges)))


def _read(rules: Mapping[str, Any]) -> Guardrails:
    discount, payment, term = rules["discount"], rules["payment"], rules["term"]
    margin, paper = rules["margin"], rules["paper"]
    return Guardrails(
        matrix=_read_matrix(discount),
        concession_days=_days(rules["concessions"]["days"]),
        concession_points=_number(rules["concessions"]["points"]),
        payment=_read_ladder(payment),
        split_roles=_read_roles(payment["split"]),
        term=_read_ladder(term),
        longest_term=_days(term["longest"]),
        margin_floors={kind: _number(margin[kind]) for kind in ("software", "services")},
        margin_roles=_read_roles(margin["roles"]),
        margin_refused_below=_number(margin["refused_below"]),
        redlined_from=_number(paper["redlined"]["from"]),
        redlined_roles=_read_roles(paper["redlined"]["roles"]),
        customer_paper_from=_number(paper["customer"]["from"]),
        customer_paper_roles=_read_roles(paper["customer"]["roles"]),
    )


def _read_matrix(stored: Mapping[str, Any]) -> Matrix:
    matrix = Matrix(
        discount_edges=tuple(_number(edge) for edge in stored["edges"]),
        acv_edges=tuple(_number(edge) for edge in stored["acv"]),
        roles=_read_cells(stored["roles"]),
        notices=_read_cells(stored["notices"]),
    )
    shape = [len(matrix.acv_edges) + 1] * (len(matrix.discount_edges) + 1)
    if any([len(row) for row in cells] != shape for cells in (matrix.roles, matrix.notices)):
        raise ValueError("the matrix has a cell for every discount band and ACV band")
    return matrix


def _read_cells(stored: Sequence[Sequence[Sequence[str]]]) -> tuple[tuple[Roles, ...], ...]:
    return tuple(tuple(_read_roles(cell) for cell in row) for row in stored)


def _read_ladder(stored: Mapping[str, Any]) -> Ladder:
    ladder = Ladder(
        tuple(Decimal(_days(edge)) for edge in stored["edges"]), tuple(_read_roles(roles) for roles in stored["roles"])
    )
    if not ladder.edges or len(ladder.roles) != len(ladder.edges) + 1:
        raise ValueError("every band has its roles")
    return ladder


def _read_roles(stored: Any) -> Roles:
    if not isinstance(stored, list) or not set(stored) <= set(STEP_ROLES):
        raise ValueError(f"{stored} are no roles that decide")
    return in_order(stored)


def _number(stored: Any) -> Decimal:
    number = Decimal(stored) if isinstance(stored, str) else Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise ValueError(f"{stored} is no number of zero or more")
    return number


def _days(stored: Any) -> int:
    if type(stored) is not int or stored < 1:
        raise ValueError(f"{stored} is no whole number of one or more")
    return stored


def _write_ladder(ladder: Ladder) -> dict[str, Any]:
    return {"edges": [int(edge) for edge in ladder.edges], "roles": [list(roles) for roles in ladder.roles]}
