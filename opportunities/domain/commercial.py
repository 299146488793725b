"""How a deal's commercial terms stand with those who approve them: declared here, loaded by commercial authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of an approval's envelope: what was approved, what the offer says now, both in words."""

    key: str
    label: str
    approved: str
    now: str
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """How one offer stands to its approval (domain §6.5); without a request nothing is approved yet.

    `is_needed` is false where the process asks for approval of exceptions only and the offer has none.
    """

    request_id: int | None = None
    approved_at: datetime | None = None
    approved_by: tuple[str, ...] = ()
    expires_on: date | None = None
    is_needed: bool = True
    limits: tuple[Limit, ...] = ()

    @property
    def outside(self) -> tuple[Limit, ...]:
        """The limits the offer passes."""
        return tuple(limit for limit in self.limits if not limit.is_inside)

    @property
    def inside_count(self) -> int:
        """How many limits the offer keeps."""
        return len(self.limits) - len(self.outside)

    @property
    def is_covered(self) -> bool:
        """Whether the offer may be presented, sent and won."""
        return not self.is_needed or (self.request_id is not None and not self.outside)


@dataclass(frozen=True, slots=True)
class Pending:
    """A request somebody is deciding; while it waits the terms it is about do not change (domain §6.6)."""

    request_id: int
    kind: str
    offer_id: int | None
    submitted_at: datetime
    waiting_for: str


@dataclass(frozen=True, slots=True)
class CommercialStanding:
    """What layer 4 says of a deal: what waits, which offer is covered (by its id), whether an escalation is open."""

    pending: tuple[Pending, ...] = ()
    covers: Mapping[int, Cover] = field(default_factory=dict)
    has_open_escalation: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether the deal's commercial fields are locked: a request about an offer waits."""
        return any(each.offer_id is not None for each in self.pending)

    def cover(self, offer_id: int) -> Cover:
        """This function will return how an offer stands; one nobody decided on is not covered."""
        return self.covers.get(offer_id, Cover())
