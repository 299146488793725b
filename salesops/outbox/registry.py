"""Who listens to which event. Higher apps declare their handlers in their handlers.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from salesops.outbox.domain.delivery import EventFact

Handler = Callable[[EventFact], None]

_in_transaction: dict[str, list[Handler]] = defaultdict(list)
_after_commit: dict[str, dict[str, Handler]] = defaultdict(dict)
_by_name: dict[str, Handler] = {}


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
