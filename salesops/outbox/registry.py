"""Who listens to which event, and what the sweeper does besides. Higher apps declare both in their handlers.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from salesops.outbox.domain.delivery import EventFact

Handler = Callable[[EventFact], None]

_in_transaction: dict[str, list[Handler]] = defaultdict(list)
_after_commit: dict[str, dict[str, Handler]] = defaultdict(dict)
_by_name: dict[str, Handler] = {}
_steps: dict[str, SweepStep] = {}


@dataclass(frozen=True, slots=True)
class SweepStep:
    """One piece of the sweeper's round; `run(now)` says whether more of the same waits."""

    name: str
    every: timedelta
    run: Callable[[datetime], bool]


def in_transaction(event_type: str) -> Callable[[Handler], Handler]:
    """This function will run the decorated handler inside the transaction of every such event.

    Database work only: what it does commits with the event, or neither does (architecture §1).
    """

    def register(handler: Handler) -> Handler:
        if handler not in _in_transaction[event_type]:
            _in_transaction[event_type].append(handler)
        return handler

    return register


def after_commit(event_type: str, *, name: str) -> Callable[[Handler], Handler]:
    """This function will have the decorated handler run after the commit, at least once, in order per record.

    `name` is stored with each delivery and never changes.

    Raises: ValueError where another handler has the name.
    """

    def register(handler: Handler) -> Handler:
        if _by_name.get(name, handler) is not handler:
            raise ValueError(f"Two handlers are named {name}; rename one.")
        _by_name[name] = handler
        _after_commit[event_type][name] = handler
        return handler

    return register


def handlers_in_transaction(event_type: str) -> tuple[Handler, ...]:
    """This function will list the handlers that run in the event's own transaction, in order of declaration."""
    return tuple(_in_transaction.get(event_type, ()))


def names_after_commit(event_type: str) -> tuple[str, ...]:
    """This function will list the names of the handlers that the drain delivers to."""
    return tuple(_after_commit.get(event_type, ()))


def handler_named(name: str) -> Handler | None:
    """This function will find a handler by the name stored with a delivery; None where this code has none."""
    return _by_name.get(name)


def known_names() -> list[str]:
    """This function will list the handlers this process can run; others' deliveries stay pending."""
    return sorted(_by_name)


def sweep_step(name: str, *, every: float = 0) -> Callable[[Callable[[datetime], bool]], Callable[[datetime], bool]]:
    """This function will have the decorated function run by every sweeper and by the Celery task (reliability §6.2).

    Without `every` it runs in each round of each process and must be safe beside itself; with `every` (seconds) one
    process takes its turn per period.

    Raises: ValueError where another step has the name.
    """

    def register(run: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
        if name in _steps and _steps[name].run is not run:
            raise ValueError(f"Two sweep steps are named {name}; rename one.")
        _steps[name] = SweepStep(name, timedelta(seconds=every), run)
        return run

    return register


def sweep_steps() -> tuple[SweepStep, ...]:
    """This function will list the steps of a round, in order of declaration."""
    return tuple(_steps.values())
