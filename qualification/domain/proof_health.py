"""What a proof of concept says about the health of its deal (domain §9.1, `p_poc`, `r_poc`, `r_time`)."""

from __future__ import annotations

from dataclasses import dataclass

from qualification.domain.poc import MOST_EXTENSIONS
from qualification.domain.poc_outcome import EXCEEDED, MET

BLOCKED_DAYS = 7  # an open technical question that is older stands in the way
COMPRESSED_DAYS = 7  # a proof planned for fewer days than this is in a hurry


@dataclass(frozen=True, slots=True)
class ProofHealth:
    """The newest POC that was not abandoned, as health reads it; an empty state means that there is none.

    `passing` of `musts` pass now. `failed_musts` were measured and fail; `gaps` are technical should-criteria that
    do, and technical requirements that were rejected. `blocked_days` is the age of the oldest open technical question,
    `planned_days` the length of the plan; both None where there is nothing.
    """

    state: str = ""
    outcome: str = ""
    is_rejected: bool = False
    musts: int = 0
    passing: int = 0
    failed_musts: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    blocked_days: int | None = None
    planned_days: int | None = None
    extensions: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still has its way to go."""
        return self.state in ("planned", "running", "measured")

    @property
    def has_succeeded(self) -> bool:
        """Whether the numbers are good and the customer did not reject them."""
        return self.outcome in (MET, EXCEEDED) and not self.is_rejected

    @property
    def goes_well(self) -> bool:
        """Whether it runs and at least half of its musts pass."""
        return self.state == "running" and 0 < self.musts <= 2 * self.passing

    @property
    def is_blocked(self) -> bool:
        """Whether a technical question has been open for over a week while it is open."""
        return self.is_open and self.blocked_days is not None and self.blocked_days > BLOCKED_DAYS

    @property
    def is_compressed(self) -> bool:
        """Whether it is to be done in less than a week."""
        is_ahead = self.state in ("planned", "running")
        return is_ahead and self.planned_days is not None and self.planned_days < COMPRESSED_DAYS

    @property
    def is_overextended(self) -> bool:
        """Whether it was given more time twice."""
        return self.extensions >= MOST_EXTENSIONS
