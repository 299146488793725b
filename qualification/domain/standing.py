"""How much a component counts for today: level, age, forced re-confirmation, co-sign (domain §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from opportunities.domain.hygiene import Qualification
from qualification.domain.meddpicc import (
    BY_KEY,
    COMPONENTS,
    COSIGNED,
    HIGHEST,
    LATE_DAYS_TO_CLOSE,
    LATE_PERCENT,
    Component,
)


@dataclass(frozen=True, slots=True)
class Known:
    """The newest assessment of one component, as it was set."""

    assessment_id: int
    level: int
    note: str
    source_class: str
    contact: str
    set_by_id: int
    set_by: str
    set_at: datetime
    is_cosigned: bool
    forced_at: datetime | None = None
    forced_reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One component as it stands: set level, effective level, and why they differ. Ages in days."""

    component: Component
    level: int
    effective: int
    age: int | None
    limit: int
    is_stale: bool
    is_forced: bool
    awaits_cosign: bool
    known: Known | None

    @property
    def sentence(self) -> str:
        """Why it counts as it does, in one line."""
        if self.known is None:
            return "Nothing is known yet."
        if self.is_forced:
            return f"Level {self.level}, but {self.known.forced_reason}, so it counts as level {self.effective}."
        if self.is_stale:
            return (
                f"Level {self.level}, but {self.age} days old (limit {self.limit}), "
                f"so it counts as level {self.effective}."
            )
        if self.awaits_cosign:
            return f"Level 3 awaits a co-signer, so it counts as level {self.effective}."
        return f"Level {self.level}, set by {self.known.set_by} {self.age} days ago."


@dataclass(frozen=True, slots=True)
class MeddpiccFacts(Qualification):
    """All eight components of one opportunity."""

    standings: Mapping[str, Standing]
    reduced_in: str = ""  # the reporting currency, where the deal is so small that minima are reduced (domain §3.4)

    @property
    def points(self) -> int:
        """The sum of effective levels, of 24."""
        return sum(item.effective for item in self.standings.values())

    @property
    def score(self) -> int:
        """The score in percent (domain §3.4)."""
        return round(100 * self.points / (HIGHEST * len(COMPONENTS)))

    @property
    def weakest(self) -> Standing:
        """The component that counts least; the earlier one on a tie."""
        return min(self.standings.values(), key=lambda item: item.effective)

    @property
    def stale(self) -> tuple[tuple[str, str], ...]:
        """The components that count less than was said, by key and label (domain §9.5)."""
        return tuple(
            (each.component.key, each.component.label)
            for each in self.in_order
            if each.level and (each.is_stale or each.is_forced)
        )

    @property
    def in_order(self) -> list[Standing]:
        """The components in the order of the letters."""
        return [self.standings[component.key] for component in COMPONENTS]


def limit_of(component: Component, *, probability: int, close_date: date | None, today: date) -> int:
    """This function will return how many days an assessment stays fresh now (domain §3.3)."""
    is_close = close_date is not None and (close_date - today).days <= LATE_DAYS_TO_CLOSE
    return component.max_age_late if is_close or probability >= LATE_PERCENT else component.max_age


def stale_from(component: Component, set_at: datetime, *, probability: int, close_date: date | None) -> datetime:
    """This function will return the moment after which an assessment is stale, however near the end is then (§3.3)."""
    latest = set_at + timedelta(days=component.max_age)
    late = set_at + timedelta(days=component.max_age_late)
    if probability >= LATE_PERCENT:
        return late
    if close_date is None:
        return latest
    near = datetime.combine(close_date - timedelta(days=LATE_DAYS_TO_CLOSE), time(), UTC)
    return min(latest, max(late, near))


def stand(key: str, known: Known | None, *, probability: int, close_date: date | None, now: datetime) -> Standing:
    """This function will compute what a component counts for (domain §3.3, §1.4.6).

    Stale or forced takes one level off; level 3 of economic buyer and champion counts as 2 until a second
    person co-signs.
    """
    component = BY_KEY[key]
    limit = limit_of(component, probability=probability, close_date=close_date, today=now.date())
    if known is None:
        return Standing(component, 0, 0, None, limit, False, False, False, None)
    age = now - known.set_at
    is_stale = age > timedelta(days=limit)
    is_forced = known.forced_at is not None and known.forced_at > known.set_at
    awaits = known.level == HIGHEST and key in COSIGNED and not known.is_cosigned
    counted = HIGHEST - 1 if awaits else known.level
    effective = max(counted - 1, 0) if is_stale or is_forced else counted
    return Standing(component, known.level, effective, age.days, limit, is_stale, is_forced, awaits, known)
