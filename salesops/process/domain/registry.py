"""The closed registry of evaluators and of the facts they read: the one inversion of the house.

A room registers an evaluator with `@criterion("meddpicc_min")` and the facts it reads with
`@facts("opportunity", MeddpiccFacts)`. Evaluators are pure: facts, arguments and the time go in, a
Verdict comes out. Loaders read many records at once, so that a board costs as many statements as a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from salesops.process.domain.definition import name_of
from salesops.process.domain.gate import Verdict
from salesops.process.domain.publish_checks import KNOWN_EVALUATORS

Part = TypeVar("Part")
Loader = Callable[[Sequence[int], datetime], Mapping[int, Any]]


class _Batch:
    """Facts of many records: each loader reads them all once, when somebody first asks for a class it gives."""

    def __init__(self, ids: Sequence[int], now: datetime, loaders: Mapping[type[Any], Loader]) -> None:
        self._ids, self._now, self._loaders = ids, now, loaders
        self._loaded: dict[Loader, Mapping[int, Any]] = {}

    def part(self, kind: type[Part], record_id: int) -> Part:
        loader = self._loaders[kind]
        if loader not in self._loaded:
            self._loaded[loader] = loader(self._ids, self._now)
        return cast(Part, self._loaded[loader][record_id])


class RecordFacts:
    """The facts of one record, each found by its class."""

    def __init__(self, record_id: int, batch: _Batch) -> None:
        self.record_id = record_id
        self._batch = batch

    def part(self, kind: type[Part]) -> Part:
        """This function will return the facts of that class. Raises: KeyError if no room loads them."""
        return self._batch.part(kind, self.record_id)


Evaluator = Callable[[RecordFacts, Mapping[str, Any], datetime], Verdict]

EVALUATORS: dict[str, Evaluator] = {}
_LOADERS: dict[str, dict[type[Any], Loader]] = {}


def criterion(name: str, *, of: str = "") -> Callable[[Evaluator], Evaluator]:
    """This function will register an evaluator under its name of the closed list (domain §2.3).

    `of` names the list it reads where an evaluator reads one of several: each room brings the lists it keeps.

    Raises: ValueError for a name that is not in the list or already taken.
    """
    full_name = name_of(name, of)

    def register(evaluator: Evaluator) -> Evaluator:
        if name not in KNOWN_EVALUATORS or full_name in EVALUATORS:
            raise ValueError(f"{full_name} is not a free name of the closed evaluator list.")
        EVALUATORS[full_name] = evaluator
        return evaluator

    return register


def facts(record_type: str, kind: type[Any]) -> Callable[[Loader], Loader]:
    """This function will register how facts of a class are loaded for records of a type."""

    def register(loader: Loader) -> Loader:
        _LOADERS.setdefault(record_type, {})[kind] = loader
        return loader

    return register


def load_facts(record_type: str, ids: Sequence[int], now: datetime) -> dict[int, RecordFacts]:
    """This function will return the facts of the records, read as criteria ask, one statement a class for all."""
    batch = _Batch(ids, now, _LOADERS.get(record_type, {}))
    return {record_id: RecordFacts(record_id, batch) for record_id in ids}
