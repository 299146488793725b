"""The reminder rules of layer 3 (domain §12), one module per theme."""

from qualification import events
from qualification.reminders import knowledge, proofs, questions, sessions, validation
from salesops.reminders.registry import stirs

__all__ = ["knowledge", "proofs", "questions", "sessions", "validation"]

stirs("opportunity", events.OF_AN_OPPORTUNITY)
