"""Every reminder rule there is. Each app declares its own in its reminders.py (domain §12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.outbox.domain.delivery import EventFact
from salesops.reminders.domain.rules import Matter, Rule

Finder = Callable[[Sequence[int], datetime], Iterable[Matter]]
ScopeIds = Callable[[EventFact], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of record that rules are about: how to lock one, and how to walk over those that may have matters."""

    name: str
    lock: Callable[[int], None]
    ids_after: Callable[[int, int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule with what finds its matters."""

    rule: Rule
    find: Finder


@dataclass(frozen=True, slots=True)
class Source:
    """How an event stirs a scope: which records it is about, and whether it may settle something on them."""

    ids_of: ScopeIds
    can_settle: bool


_scopes: dict[str, Scope] = {}
_rules: dict[str, Declared] = {}
_stirring: dict[str, dict[str, Source]] = defaultdict(dict)


def scope(name: str, *, lock: Callable[[int], None], ids_after: Callable[[int, int], Sequence[int]]) -> None:
    """This function will declare a kind of record. `lock(id)` locks it until the transaction ends.

    `ids_after(last, limit)` returns the next ids in order of those a rule may find something on.
    """
    _scopes[name] = Scope(name, lock, ids_after)


def rule(declared: Rule) -> Callable[[Finder], Finder]:
    """This function will declare a rule. The decorated finder is given ids of its scope, and the time.

    It returns every matter of those records, also those that begin later; it reads and never writes.

    Raises: ValueError where another rule has the key.
    """

    def register(find: Finder) -> Finder:
        if declared.key in _rules and _rules[declared.key].find is not find:
            raise ValueError(f"Two reminder rules are named {declared.key}; rename one.")
        _rules[declared.key] = Declared(declared, find)
        return find

    return register


def stirs(
    scope_name: str,
    event_types: Iterable[str],
    ids_of: ScopeIds = lambda event: (event.subject.id,),
    *,
    can_settle: bool = True,
) -> None:
    """This function will have the duties of a scope's records planned anew after such an event.

    `ids_of` says which records of the scope the event is about; without it the event's own subject. What an event
    settles stops in its own transaction; `can_settle=False` spares that look to events that begin a record.
    """
    for event_type in event_types:
        _stirring[scope_name][event_type] = Source(ids_of, can_settle)


def stirring() -> dict[str, dict[str, Source]]:
    """This function will return what stirs each scope, by event type."""
    return {name: dict(sources) for name, sources in _stirring.items()}


def scope_named(name: str) -> Scope:
    """This function will return a scope. Raises: KeyError where no app declared it."""
    return _scopes[name]


def scopes() -> tuple[Scope, ...]:
    """This function will list the scopes."""
    return tuple(_scopes.values())


def declared(key: str) -> Declared:
    """This function will return a rule with its finder. Raises: KeyError where this code has none of the name."""
    return _rules[key]


def rules(scope_name: str = "") -> tuple[Declared, ...]:
    """This function will list the rules, of one scope or of all, in order of declaration."""
    return tuple(found for found in _rules.values() if scope_name in ("", found.rule.scope))


def known_rules() -> list[str]:
    """This function will list the keys this process can fire; others' obligations stay pending."""
    return sorted(_rules)
