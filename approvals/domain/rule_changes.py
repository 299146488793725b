"""What one rule set says otherwise than another, in words (domain §6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from approvals.domain.guardrails import acv_band, discount_band, in_words, plain
from approvals.domain.rule_set import STEP_ROLES, Guardrails, Ladder, Roles


@dataclass(frozen=True, slots=True)
class SpokenRule:
    """One rule in words; `key` stays the same when its bands are moved."""

    key: str
    what: str
    says: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that differs."""

    what: str
    old: str
    new: str


def changes(old: Guardrails, new: Guardrails) -> list[RuleChange]:
    """This function will list every rule in which two rule sets differ, in the order they are read.

    Bands have the names that the new rules give them.
    """
    before = {rule.key: rule for rule in spoken(old)}
    after = {rule.key: rule for rule in spoken(new)}
    return [
        RuleChange(rule.what, before[key].says if key in before else "–", after[key].says if key in after else "–")
        for key, rule in {**before, **after}.items()
        if key not in before or key not in after or before[key].says != after[key].says
    ]


def spoken(rules: Guardrails) -> Iterator[SpokenRule]:
    """This function will say every rule of a set in words."""
    matrix = rules.matrix
    yield _rule("Discount bands", " · ".join(f"{plain(edge)} %" for edge in matrix.discount_edges))
    yield _rule("ACV bands", " · ".join(plain(edge) for edge in matrix.acv_edges))
    for row, cells in enumerate(matrix.roles):
        for column, roles in enumerate(cells):
            name = f"{discount_band(row, matrix.discount_edges)}, {acv_band(column, matrix.acv_edges)}"
            yield SpokenRule(f"cell {row} {column}", name, in_words(roles, matrix.notices[row][column]))
    yield _rule(
        "Payment days as discount", f"+{plain(rules.concession_points)} points each {rules.concession_days} days"
    )
    yield from _ladder("Payment", "days", rules.payment)
    yield _rule("Payment in parts", _deciders(rules.split_roles))
    yield from _ladder("Term", "months", rules.term)
    yield _rule("Longest term", f"{rules.longest_term} months")
    for kind, floor in rules.margin_floors.items():
        yield _rule(f"Margin floor of {kind}", f"{plain(floor)} %")
    yield _rule("Below a margin floor", _deciders(rules.margin_roles))
    yield _rule("Margin refused", f"below {plain(rules.margin_refused_below)} %")
    yield _rule("Redlines on our paper", f"from ACV {plain(rules.redlined_from)}: {_deciders(rules.redlined_roles)}")
    customers = f"from ACV {plain(rules.customer_paper_from)}: {_deciders(rules.customer_paper_roles)}"
    yield _rule("The customer's paper", customers)


def _rule(what: str, says: str) -> SpokenRule:
    return SpokenRule(what, what, says)


def _ladder(name: str, unit: str, ladder: Ladder) -> Iterator[SpokenRule]:
    yield _rule(f"{name} bands", " · ".join(f"{plain(edge)} {unit}" for edge in ladder.edges))
    for band, roles in enumerate(ladder.roles):
        yield SpokenRule(f"{name} {band}", f"{name} {band_words(ladder, band)} {unit}", _deciders(roles))


def band_words(ladder: Ladder, band: int) -> str:
    """This function will name a band of a ladder by its edges."""
    if band == 0:
        return f"up to {plain(ladder.edges[0])}"
    above = plain(ladder.edges[band - 1] + 1)
    return f"{above} to {plain(ladder.edges[band])}" if band < len(ladder.edges) else f"{above} and more"


def _deciders(roles: Roles) -> str:
    return ", then ".join(STEP_ROLES[role] for role in roles) or "nobody"
