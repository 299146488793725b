"""The one answer to "whose is this?": exactly one owner, or a fault with its name (domain §5.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from salesops.territories.domain.geography import Node, Place, chain_of, tree
from salesops.territories.domain.maps import AE, SDR, Rule, TerritoryMap
from salesops.territories.domain.segments import LABELS, say_segments

OWNED, GAP, VACANT, OVERLAP, DOUBLE = "owned", "gap", "vacant", "overlap", "double"
# How long a regional VP holds what nobody owns, in days.
TEMPORARY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that covers the address, and what became of it: wins, beaten, or tied with another."""

    rule_id: int
    territory: str
    where: str
    segments: str
    fate: str


@dataclass(frozen=True, slots=True)
class Override:
    """An account that was given to a territory by name."""

    id: int
    territory_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whose it is on a day, and why. Person ids are user ids.

    `owner_id` is the account executive, or the regional VP where nobody owns it (`is_temporary`, at most 30 days).
    """

    verdict: str
    explanation: str
    segment: str
    place: Place
    day: date
    node: str = ""
    theatre: str = ""
    plan: int | None = None
    territory_id: int | None = None
    territory: str = ""
    owner_id: int | None = None
    sdr_id: int | None = None
    rule_id: int | None = None
    assignment_id: int | None = None
    is_temporary: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_owned(self) -> bool:
        """Whether there is exactly one owner."""
        return self.verdict == OWNED

    @property
    def sellers(self) -> frozenset[int]:
        """The people whose territory it is."""
        return frozenset(each for each in (self.owner_id, self.sdr_id) if each and self.is_owned)


def resolve(known: TerritoryMap, place: Place, segment: str, day: date, named: Override | None = None) -> Resolution:
    """This function will say whose an address is on a day (domain §5.2). It never picks between equals.

    A named account beats every place; the narrower place beats the wider; a named segment beats any segment.
    """
    return resolve_in(known, chain_of(place), place, segment, day, named)


def resolve_in(
    known: TerritoryMap,
    chain: tuple[Node, ...],
    place: Place,
    segment: str,
    day: date,
    named: Override | None = None,
) -> Resolution:
    """This function will say whose an address is that lies in these places, the narrowest first (domain §5.2 d–f)."""
    plan = known.plan_on(day)
    fitting = _fitting(known, chain, segment, day)
    best = [rule for rule in fitting if rule.rank == fitting[0].rank]
    blank = Resolution(
        GAP,
        "",
        segment,
        place,
        day,
        node=chain[0].key if chain else "",
        theatre=chain[-1].key if chain else "",
        plan=plan.number if plan else None,
        candidates=tuple(_candidate(known, rule, best, named) for rule in fitting),
    )
    if named is not None:
        why = f"Named account of {known.territories[named.territory_id].name}: {named.reason.rstrip('.')}."
        return _staffed(known, replace(blank, territory_id=named.territory_id), why)
    if len(best) == 1:
        winner = best[0]
        found = replace(blank, territory_id=winner.territory_id, rule_id=winner.id)
        return _staffed(known, found, _say_winner(known, fitting, chain))
    if best:
        return _unowned(known, replace(blank, verdict=OVERLAP), _say_overlap(known, best))
    return _unowned(known, blank, _say_gap(blank, chain))


def _fitting(known: TerritoryMap, chain: tuple[Node, ...], segment: str, day: date) -> list[Rule]:
    """List the rules that cover the address, the strongest first; equals by id, whatever order they came in."""
    keys = {node.key for node in chain}
    found = [rule for rule in known.rules_on(day) if rule.node in keys and rule.takes(segment)]
    return sorted(found, key=lambda rule: (-rule.level, not rule.segments, rule.id))


def _candidate(known: TerritoryMap, rule: Rule, best: list[Rule], named: Override | None) -> Candidate:
    fate = "beaten" if rule not in best or named else "wins" if len(best) == 1 else "tied"
    node, segments = tree()[rule.node], say_segments(rule.segments)
    return Candidate(rule.id, known.territories[rule.territory_id].name, f"{node.word} {node.name}", segments, fate)


def _staffed(known: TerritoryMap, found: Resolution, why: str) -> Resolution:
    """Say who has the territory that was found."""
    territory = known.territories[found.territory_id or 0]
    executives = known.holders_on(found.day, territory.id, AE)
    developers = known.holders_on(found.day, territory.id, SDR)
    sdr_id = developers[0].person_id if len(developers) == 1 else None
    found = replace(found, territory=territory.name, theatre=territory.theatre, sdr_id=sdr_id)
    if len(executives) == 1:
        owner = executives[0]
        return replace(found, verdict=OWNED, explanation=why, owner_id=owner.person_id, assignment_id=owner.id)
    if not executives:
        return _unowned(known, replace(found, verdict=VACANT), f"{why} Nobody has {territory.name} on this day.")
    names = " and ".join(known.name_of(each.person_id) for each in executives)
    return _unowned(known, replace(found, verdict=DOUBLE), f"{why} {territory.name} has more than one: {names}.")


def _unowned(known: TerritoryMap, found: Resolution, why: str) -> Resolution:
    """Give it to the regional VP of the theatre for now."""
    holder = known.vps.get(found.theatre)
    if holder:
        why += f" Meanwhile {known.name_of(holder)} holds it, {TEMPORARY_DAYS} days at most."
    return replace(found, explanation=why, owner_id=holder, is_temporary=holder is not None)


def _say_winner(known: TerritoryMap, fitting: list[Rule], chain: tuple[Node, ...]) -> str:
    winner = fitting[0]
    node, territory = tree()[winner.node], known.territories[winner.territory_id]
    if len(fitting) == 1:
        inside = "" if chain[0].key == node.key else f" covers {chain[0].name} and"
        return f"{_capital(node)}{inside} belongs to {territory.name}; no other rule covers it."
    beaten = tree()[fitting[1].node]
    if beaten.key == node.key:
        own, other = say_segments(winner.segments), say_segments(fitting[1].segments)
        return f"{_capital(node)}: the rule for {own} beats the rule for {other}."
    return f"{_capital(node)} beats {beaten.word} {beaten.name}, because a {node.word} is the narrower area."


def _say_overlap(known: TerritoryMap, tied: list[Rule]) -> str:
    numbers = " and ".join(f"{rule.id} ({known.territories[rule.territory_id].name})" for rule in tied)
    where = tree()[tied[0].node]
    return f"Rules {numbers} both cover {where.word} {where.name}. Nobody is picked until one of them ends."


def _say_gap(found: Resolution, chain: tuple[Node, ...]) -> str:
    if not chain:
        return "The address names no country we know, so no rule can cover it."
    plan = f"plan v{found.plan}" if found.plan else "any plan in force"
    return f"No rule of {plan} covers {chain[0].name} for {LABELS[found.segment]}."


def _capital(node: Node) -> str:
    return f"{node.word.capitalize()} {node.name}"
