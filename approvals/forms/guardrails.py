"""The editor of the guardrails: every number and role of a rule set as fields, laid out as the rules are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from approvals.domain.guardrails import Guardrails, acv_band, discount_band
from approvals.domain.rule_bands import JOIN, SPLIT, acts_on
from approvals.domain.rule_changes import band_words
from approvals.domain.rule_set import STEP_ROLES, Ladder, Matrix, Roles, in_order

SHORT = dict(zip(STEP_ROLES, ("RV", "VF", "LG", "LD"), strict=True))
_LARGEST = Decimal(10) ** 12
_ACTS = {SPLIT: "Split", JOIN: "Join next"}
Knob = tuple[str, str]


def _roles(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(SHORT.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


def _number(label: str, most: Decimal = _LARGEST) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal(0), max_value=most, max_digits=14, decimal_places=2)


def _whole(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=999)


class GuardrailsForm(forms.Form):
    """A whole rule set with as many bands as it has, and why it should change."""

    reason = forms.CharField(
        label="Why the rules should change",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="At least 20 characters before it can be published.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Guardrails, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        values = list(_values(rules))
        self.fields.update({name: field for name, field, _ in values})
        self.initial = {**{name: initial for name, _, initial in values}, **(self.initial or {})}

    @property
    def discount_edges(self) -> list[BoundField]:
        """The upper edges of the discount bands but the last."""
        return [self[f"discount_{place}"] for place in range(len(self.rules.matrix.discount_edges))]

    @property
    def acv_edges(self) -> list[BoundField]:
        """The lower edges of the ACV bands but the first."""
        return [self[f"acv_{place}"] for place in range(len(self.rules.matrix.acv_edges))]

    @property
    def columns(self) -> list[tuple[str, list[Knob]]]:
        """The names of the ACV bands as they are stored, with what can be done with each."""
        edges = self.rules.matrix.acv_edges
        return [(acv_band(place, edges), self._knobs("acv", place)) for place in range(len(edges) + 1)]

    @property
    def rows(self) -> list[tuple[str, list[Knob], list[tuple[BoundField, BoundField]]]]:
        """Each discount band, what can be done with it, and its cells: who decides, and whether legal is told."""
        matrix = self.rules.matrix
        return [
            (
                discount_band(row, matrix.discount_edges),
                self._knobs("discount", row),
                [(self[f"cell_{row}_{column}"], self[f"tell_{row}_{column}"]) for column in range(len(cells))],
            )
            for row, cells in enumerate(matrix.roles)
        ]

    @property
    def ladders(self) -> list[tuple[str, str, list[tuple[str, list[Knob], BoundField | None, BoundField]]]]:
        """Payment and term: each band, what can be done with it, its edge and who decides."""
        return [
            (title, unit, self._bands(name, ladder))
            for title, name, unit, ladder in (
                ("Payment", "payment", "days", self.rules.payment),
                ("Term", "term", "months", self.rules.term),
            )
        ]

    @property
    def rest(self) -> list[tuple[str, list[BoundField]]]:
        """The other rules in groups."""
        groups = {
            "Beyond the bands": ("split_roles", "longest_term"),
            "Concessions": ("concession_days", "concession_points"),
            "Margin": ("margin_software", "margin_services", "margin_roles", "margin_refused_below"),
            "Paper": ("redlined_from", "redlined_roles", "customer_from", "customer_roles"),
        }
        return [(title, [self[name] for name in names]) for title, names in groups.items()]

    def _bands(self, name: str, ladder: Ladder) -> list[tuple[str, list[Knob], BoundField | None, BoundField]]:
        last = len(ladder.edges)
        return [
            (
                band_words(ladder, place),
                self._knobs(name, place),
                self[f"{name}_{place}"] if place < last else None,
                self[f"{name}_roles_{place}"],
            )
            for place in range(last + 1)
        ]

    def _knobs(self, name: str, place: int) -> list[Knob]:
        return [(f"{act} {name} {place}", _ACTS[act]) for act in acts_on(self.rules, name, place)]

    def read_rules(self) -> Guardrails:
        """This function will return the rules as they were typed."""
        data, old = self.cleaned_data, self.rules
        return Guardrails(
            matrix=self._read_matrix(),
            concession_days=data["concession_days"],
            concession_points=data["concession_points"],
            payment=self._read_ladder("payment", old.payment),
            split_roles=in_order(data["split_roles"]),
            term=self._read_ladder("term", old.term),
            longest_term=data["longest_term"],
            margin_floors={kind: data[f"margin_{kind}"] for kind in old.margin_floors},
            margin_roles=in_order(data["margin_roles"]),
            margin_refused_below=data["margin_refused_below"],
            redlined_from=data["redlined_from"],
            redlined_roles=in_order(data["redlined_roles"]),
            customer_paper_from=data["customer_from"],
            customer_paper_roles=in_order(data["customer_roles"]),
        )

    def _read_matrix(self) -> Matrix:
        data, old = self.cleaned_data, self.rules.matrix
        places = [[(row, column) for column in range(len(cells))] for row, cells in enumerate(old.roles)]
        return Matrix(
            discount_edges=tuple(data[field.name] for field in self.discount_edges),
            acv_edges=tuple(data[field.name] for field in self.acv_edges),
            roles=tuple(tuple(in_order(data[f"cell_{r}_{c}"]) for r, c in row) for row in places),
            notices=tuple(tuple(("legal",) if data[f"tell_{r}_{c}"] else () for r, c in row) for row in places),
        )

    def _read_ladder(self, name: str, old: Ladder) -> Ladder:
        data = self.cleaned_data
        return Ladder(
            tuple(Decimal(data[f"{name}_{place}"]) for place in range(len(old.edges))),
            tuple(in_order(data[f"{name}_roles_{place}"]) for place in range(len(old.roles))),
        )


_Named = tuple[str, forms.Field, Any]


def _values(rules: Guardrails) -> Iterator[_Named]:
    yield from _matrix_values(rules.matrix)
    yield from _ladder_values("payment", rules.payment, "days")
    yield from _ladder_values("term", rules.term, "months")
    yield from _other_values(rules)


def _matrix_values(matrix: Matrix) -> Iterator[_Named]:
    for place, edge in enumerate(matrix.discount_edges):
        yield f"discount_{place}", _number(f"Discount band {place + 1}, up to %", Decimal(100)), _plain(edge)
    for place, edge in enumerate(matrix.acv_edges):
        yield f"acv_{place}", _number(f"ACV band {place + 2}, from"), _plain(edge)
    for row, cells in enumerate(matrix.roles):
        for column, roles in enumerate(cells):
            name = f"{discount_band(row, matrix.discount_edges)}, {acv_band(column, matrix.acv_edges)}"
            yield f"cell_{row}_{column}", _roles(name), list(roles)
            told = forms.BooleanField(label=f"Tell legal: {name}", required=False)
            yield f"tell_{row}_{column}", told, "legal" in matrix.notices[row][column]


def _ladder_values(name: str, ladder: Ladder, unit: str) -> Iterator[_Named]:
    for place, edge in enumerate(ladder.edges):
        yield f"{name}_{place}", _whole(f"{name.capitalize()} band {place + 1}, up to {unit}"), int(edge)
    for place, roles in enumerate(ladder.roles):
        yield f"{name}_roles_{place}", _roles(f"{name.capitalize()}, {band_words(ladder, place)} {unit}"), list(roles)


def _other_values(rules: Guardrails) -> Iterator[_Named]:
    hundred = Decimal(100)
    yield "split_roles", _roles("Payment in parts"), list(rules.split_roles)
    yield "longest_term", _whole("Refused above, months"), rules.longest_term
    yield "concession_days", _whole("Each begun days beyond standard"), rules.concession_days
    yield "concession_points", _number("Points of discount", hundred), _plain(rules.concession_points)
    for kind, floor in rules.margin_floors.items():
        yield f"margin_{kind}", _number(f"Floor of {kind}, %", hundred), _plain(floor)
    yield "margin_roles", _roles("Below a floor"), list(rules.margin_roles)
    yield "margin_refused_below", _number("Refused below, %", hundred), _plain(rules.margin_refused_below)
    for name, label, least, roles in _papers(rules):
        yield f"{name}_from", _number(f"{label}, from ACV"), _plain(least)
        yield f"{name}_roles", _roles(label), list(roles)


def _papers(rules: Guardrails) -> Sequence[tuple[str, str, Decimal, Roles]]:
    return (
        ("redlined", "Our paper with redlines", rules.redlined_from, rules.redlined_roles),
        ("customer", "The customer's paper", rules.customer_paper_from, rules.customer_paper_roles),
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


class ReadVersionForm(forms.Form):
    """Which version of a draft was read before an act on it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
