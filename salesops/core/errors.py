"""The errors people and programs meet. Each says what happened and what to do next."""

from __future__ import annotations

from typing import Any


class SalesOpsError(Exception):
    """Base of every error the product raises on purpose.

    `code` is stable and short, `message` is one sentence for a person, `next_action` says what
    to do, `facts` are the values behind the sentence. `status` is the HTTP status (domain §0.3).
    """

    status = 400
    title = "The request cannot be carried out"

    def __init__(self, code: str, message: str, *, next_action: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_action = next_action
        self.facts = facts


class Refused(SalesOpsError):
    """The charter says no: wrong layer, role or duty. Written to the audit log."""

    status = 403
    title = "Not allowed in your role"


class NotVisible(SalesOpsError):
    """The record does not exist, or not for this person: the two are never told apart."""

    status = 404
    title = "Not found"


class Conflict(SalesOpsError):
    """The record is not in a state that allows this: a gate, a lock, or a state. Audited."""

    status = 409
    title = "The record does not allow this now"


class StaleVersion(SalesOpsError):
    """Somebody changed the record since it was read; `facts` hold the version and values now."""

    status = 412
    title = "The record changed since you read it"


class Invalid(SalesOpsError):
    """The input is understood but incomplete or wrong; `fields` maps a field to its sentences."""

    status = 422
    title = "The input is incomplete"

    def __init__(self, fields: dict[str, list[str]], *, code: str = "invalid", **facts: Any) -> None:
        sentence = "; ".join(f"{name}: {text}" for name, texts in fields.items() for text in texts)
        super().__init__(code, sentence, next_action="Correct the named fields and send again.", **facts)
        self.fields = fields


class TooMany(SalesOpsError):
    """A rate limit is reached; `facts["retry_after"]` holds the seconds to wait."""

    status = 429
    title = "Too many requests"
