"""The tree as a person reads it: a row where something differs from the row above, and no row where nothing does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from salesops.territories.domain.coverage import Coverage
from salesops.territories.domain.geography import Level, Node, leaves, tree
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.metros import METROS
from salesops.territories.domain.resolving import OWNED, Resolution
from salesops.territories.domain.segments import LABELS, SEGMENTS

Answer = tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One segment of a row: what it is called, how it stands, and why."""

    segment: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place with its territories and owners, by segment; a theatre has neither."""

    key: str
    name: str
    kind: str
    depth: int
    territories: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


def outline(known: TerritoryMap, coverage: Coverage) -> list[Row]:
    """This function will return the rows of the coverage page, in order (domain §5.3)."""
    return list(_Outline(known, coverage).rows())


class _Outline:
    """The walk over the tree, with what each leaf answers."""

    def __init__(self, known: TerritoryMap, coverage: Coverage) -> None:
        self.known, self.coverage = known, coverage
        self.below: dict[str, list[Node]] = defaultdict(list)
        for node in tree().values():
            self.below[node.parent].append(node)
        self.answers = {leaf.key: self._answer_of(leaf.key) for leaf in leaves()}

    def rows(self) -> Iterable[Row]:
        """Walk from the theatres down."""
        for theatre in self.below[""]:
            yield Row(theatre.key, theatre.name, theatre.word, 0)
            own = [node for node in self.below[theatre.key] if node.level is Level.COUNTRY]
            regions = [node for node in self.below[theatre.key] if node.level is Level.REGION]
            for node in (*own, *regions):
                yield from self._rows_of(node, 1, None)

    def _rows_of(self, node: Node, depth: int, above: Answer | None) -> Iterable[Row]:
        answer, leaf = self._common(node)
        inside = [
            row
            for child in sorted(self.below[node.key], key=lambda each: each.name)
            for row in self._rows_of(child, depth + 1, answer)
        ]
        if answer != above or inside:
            yield self._row(node, depth, leaf)
            yield from inside

    def _common(self, node: Node) -> tuple[Answer, str]:
        """Return what a leaf answers, or what most countries of a region do, with one that says so."""
        if node.key in self.answers:
            return self.answers[node.key], node.key
        said = Counter(self.answers[child.key] for child in self.below[node.key])
        most = max(said, key=lambda each: (said[each], repr(each)))
        return most, next(child.key for child in self.below[node.key] if self.answers[child.key] == most)

    def _answer_of(self, key: str) -> Answer:
        found = (self.coverage.cells[key, segment] for segment in SEGMENTS)
        return tuple((each.verdict, each.territory_id, each.owner_id) for each in found)

    def _row(self, node: Node, depth: int, leaf: str) -> Row:
        found = {segment: self.coverage.cells[leaf, segment] for segment in SEGMENTS}
        return Row(
            node.key,
            node.name,
            self._kind(node),
            depth,
            _once(each.territory for each in found.values() if each.territory),
            _once(self.known.name_of(each.owner_id) for each in found.values() if each.is_owned),
            tuple(Cell(LABELS[segment], each.verdict, each.explanation) for segment, each in found.items()),
            _faults(found),
        )

    def _kind(self, node: Node) -> str:
        if node.level is Level.REGION:
            return f"region, {len(self.below[node.key])} countries"
        if node.level is Level.METRO:
            counties = next(len(metro.counties) for metro in METROS if metro.key == node.key)
            return f"metro, {counties} counties"
        return node.word


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _faults(found: dict[str, Resolution]) -> tuple[tuple[str, str], ...]:
    by_verdict: dict[str, list[str]] = defaultdict(list)
    for segment, each in found.items():
        if each.verdict != OWNED:
            by_verdict[each.verdict].append(LABELS[segment])
    return tuple(
        (verdict, "" if len(segments) == len(SEGMENTS) else ", ".join(segments))
        for verdict, segments in by_verdict.items()
    )
