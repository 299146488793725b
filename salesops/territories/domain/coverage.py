"""Is every cell somebody's: all places × segments on a day, what is wrong, and what would mend it (domain §5.3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import product

from salesops.territories.domain.geography import Level, Node, Place, chain_from, leaves, tree
from salesops.territories.domain.maps import Rule, TerritoryMap
from salesops.territories.domain.resolving import DOUBLE, GAP, OVERLAP, OWNED, VACANT, Resolution, resolve_in
from salesops.territories.domain.segments import SEGMENTS, say_segments

FAULTS = (GAP, OVERLAP, VACANT, DOUBLE)
# What stands against publication whoever accepts it comes first.
URGENCY = (OVERLAP, DOUBLE, GAP, VACANT)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One day's answer for every cell, by place and segment."""

    day: date
    cells: Mapping[tuple[str, str], Resolution]

    @property
    def faults(self) -> dict[tuple[str, str], Resolution]:
        """The cells that have not exactly one owner."""
        return {cell: found for cell, found in self.cells.items() if found.verdict != OWNED}

    @property
    def counts(self) -> dict[str, int]:
        """How many cells have each fault."""
        found = Counter(each.verdict for each in self.cells.values())
        return {verdict: found[verdict] for verdict in FAULTS}

    @property
    def is_clean(self) -> bool:
        """Whether every cell has exactly one owner."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Problem:
    """Cells that have one fault together, and what would mend it.

    `fix` is `end_rule`, `widen_rule`, `add_rule` or `assign`; `target` the rule or territory it is about, if any.
    """

    verdict: str
    where: str
    segments: frozenset[str]
    cells: int
    theatre: str
    why: str
    fix: str
    fix_label: str
    target: int | None = None
    node: str = ""


def cover(known: TerritoryMap, day: date) -> Coverage:
    """This function will resolve every cell on a day (domain §5.3): some thousand cells, no I/O."""
    there = known.on(day)
    cells = product((leaf.key for leaf in leaves()), SEGMENTS)
    return Coverage(day, {(leaf, segment): _ask(there, leaf, segment, day) for leaf, segment in cells})


def cover_ahead(known: TerritoryMap, today: date) -> tuple[Coverage, ...]:
    """This function will cover today and every later day on which something begins or ends (domain §5.3).

    A cell that a day leaves alone keeps the answer of the day before, so many days cost little more than one.
    """
    first, *later = known.days_of_change(today)
    found = [cover(known, first)]
    for day in later:
        found.append(_cover_after(found[-1], known, day))
    return tuple(found)


def _cover_after(before: Coverage, known: TerritoryMap, day: date) -> Coverage:
    """Ask only the cells whose rules or people are others than on the day covered before."""
    old, new = known.on(before.day), known.on(day)
    if [plan.number for plan in old.plans] != [plan.number for plan in new.plans]:
        return cover(known, day)
    nodes = {rule.node for rule in {*old.rules_on(before.day)} ^ {*new.rules_on(day)}}
    restaffed = {each.territory_id for each in {*old.assignments} ^ {*new.assignments}}
    inside = {leaf.key for leaf in leaves() if any(node.key in nodes for node in chain_from(leaf.key))}
    asked = {
        (leaf, segment): _ask(new, leaf, segment, day)
        for (leaf, segment), found in before.cells.items()
        if leaf in inside or found.territory_id in restaffed
    }
    return Coverage(day, {**before.cells, **asked})


def _ask(known: TerritoryMap, leaf: str, segment: str, day: date) -> Resolution:
    """Resolve one cell as an address that names its place and nothing narrower."""
    chain = chain_from(leaf)
    country = next(node.key for node in chain if node.level is Level.COUNTRY)
    area = next((node.key for node in chain if node.level is Level.SUBDIVISION), "")
    return resolve_in(known, chain, Place(country, area), segment, day)


def fingerprint(coverages: Iterable[Coverage], theatre: str) -> str:
    """This function will name the gaps of a theatre in one word; another gap makes another word."""
    said = sorted(
        f"{each.day}:{found.verdict}:{node}:{segment}"
        for each in coverages
        for (node, segment), found in each.faults.items()
        if found.theatre == theatre
    )
    return sha256("\n".join(said).encode()).hexdigest() if said else ""


def problems(known: TerritoryMap, coverage: Coverage) -> list[Problem]:
    """This function will gather the faults of a day into what one act would mend, the widest first."""
    found = [*_overlaps(known, coverage), *_gaps(known, coverage), *_unstaffed(coverage)]
    return sorted(found, key=lambda each: (URGENCY.index(each.verdict), -each.cells, each.where))


def _gaps(known: TerritoryMap, coverage: Coverage) -> Iterable[Problem]:
    bare: dict[str, set[str]] = defaultdict(set)
    for (leaf, segment), found in coverage.faults.items():
        if found.verdict == GAP:
            bare[leaf].add(segment)
    below: dict[str, list[Node]] = defaultdict(list)
    for node in tree().values():
        below[node.parent].append(node)
    for top in below[""]:
        yield from _gaps_below(known, coverage.day, top, bare, below)


def _gaps_below(
    known: TerritoryMap, day: date, node: Node, bare: Mapping[str, set[str]], below: Mapping[str, list[Node]]
) -> Iterable[Problem]:
    """Find the widest places that are bare for the same segments all over."""
    inside = list(_leaves_of(node, below))
    same = {frozenset(bare.get(leaf, ())) for leaf in inside}
    if len(same) == 1 and (segments := same.pop()):
        yield _gap(known, day, node, segments, len(inside))
    elif same != {frozenset()}:
        for child in below.get(node.key, ()):
            yield from _gaps_below(known, day, child, bare, below)
        # A country's own addresses without a subdivision, where its subdivisions differ.
        if node.level >= Level.COUNTRY and below.get(node.key) and bare.get(node.key):
            yield _gap(known, day, node, frozenset(bare[node.key]), 1)


def _leaves_of(node: Node, below: Mapping[str, list[Node]]) -> Iterable[str]:
    if node.level >= Level.COUNTRY:
        yield node.key
    for child in below.get(node.key, ()):
        yield from _leaves_of(child, below)


def _gap(known: TerritoryMap, day: date, node: Node, segments: frozenset[str], places: int) -> Problem:
    theatre = chain_from(node.key)[-1].key
    kept = segments if len(segments) < len(SEGMENTS) else frozenset()
    cells = places * len(segments)
    near = _nearest(known, day, node.key, segments)
    if near is not None:
        territory = known.territories[near.territory_id].name
        why = f"{territory} could also take {say_segments(segments)}."
        return Problem(
            GAP, node.name, kept, cells, theatre, why, "widen_rule", f"Widen rule {near.id}", near.id, node.key
        )
    size = f"{places} places" if places > 1 else f"One {node.word}"
    why = f"{size} without a rule. Leads wait with the regional VP, 30 days at most."
    return Problem(GAP, node.name, kept, cells, theatre, why, "add_rule", "Add a rule", None, node.key)


def _nearest(known: TerritoryMap, day: date, node: str, segments: frozenset[str]) -> Rule | None:
    """Find the rule of the same place whose segments lie closest to those that are missing."""
    there = [rule for rule in known.rules_on(day) if rule.node == node and rule.segments]
    missing = min(SEGMENTS.index(each) for each in segments)
    return min(
        there,
        key=lambda rule: (min(abs(SEGMENTS.index(each) - missing) for each in rule.segments), rule.id),
        default=None,
    )


def _overlaps(known: TerritoryMap, coverage: Coverage) -> Iterable[Problem]:
    tied: dict[tuple[int, ...], list[tuple[str, str]]] = defaultdict(list)
    for cell, found in coverage.faults.items():
        if found.verdict == OVERLAP:
            tied[tuple(each.rule_id for each in found.candidates if each.fate == "tied")].append(cell)
    rules = {rule.id: rule for rule in known.rules_on(coverage.day)}
    for ids, cells in tied.items():
        last, segments = rules[ids[-1]], frozenset(segment for _, segment in cells)
        node = tree()[last.node]
        numbers = ", ".join(str(each) for each in ids[:-1]) + f" and {ids[-1]}"
        why = f"Rules {numbers} have the same level and segment. Nobody is picked until one ends."
        kept = segments if len(segments) < len(SEGMENTS) else frozenset()
        theatre = chain_from(node.key)[-1].key
        yield Problem(
            OVERLAP, node.name, kept, len(cells), theatre, why, "end_rule", f"End rule {last.id}", last.id, node.key
        )


def _unstaffed(coverage: Coverage) -> Iterable[Problem]:
    for verdict in (VACANT, DOUBLE):
        found: dict[int, list[Resolution]] = defaultdict(list)
        for each in coverage.faults.values():
            if each.verdict == verdict:
                found[each.territory_id or 0].append(each)
        for territory_id, cells in found.items():
            why = "Nobody has it." if verdict == VACANT else "More than one has it."
            name, theatre = cells[0].territory, cells[0].theatre
            yield Problem(verdict, name, frozenset(), len(cells), theatre, why, "assign", "Assign an AE", territory_id)
