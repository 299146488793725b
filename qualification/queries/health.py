"""Reads of health, velocity and priority."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from opportunities.models import Opportunity
from opportunities.queries.visible import get_visible
from qualification.domain.health import Signal, headline, uncut
from qualification.domain.priority import Priority
from qualification.models import Health, HealthChange
from salesops.core.actor import Actor

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class HealthPanel:
    """How a deal stands: its newest reading, or None where it was not read yet; a closed one keeps its last."""

    opportunity: Opportunity
    reading: Health | None

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What adds up to the score, what lifts it first."""
        found = [Signal(**each) for each in self.reading.signals] if self.reading else []
        return tuple(sorted(found, key=lambda each: -each.points))

    @property
    def sum(self) -> int:
        """50 plus all points; the score is cut where this is outside 0 to 100."""
        return uncut(self.signals)

    @property
    def is_cut(self) -> bool:
        """Whether the signals add up to more or less than a score may be."""
        return self.reading is not None and self.sum != self.reading.score

    @property
    def headline(self) -> str:
        """What lifts it most and what weighs on it most."""
        return headline(self.signals)

    @property
    def priority(self) -> Priority | None:
        """What its priority is made of."""
        return Priority(**self.reading.priority_parts) if self.reading and self.reading.priority_parts else None


@dataclass(frozen=True, slots=True)
class HealthPage:
    """A deal's reading with how it came about: the changes, newest first, 200 at most."""

    panel: HealthPanel
    changes: list[HealthChange]

    @property
    def trend(self) -> list[tuple[float, int]]:
        """The scores in order of time, each at its share of the time shown; the last lasts until the last reading."""
        reading = self.panel.reading
        if reading is None or not self.changes:
            return []
        start, end = self.changes[-1].at, max(reading.computed_at, self.changes[0].at)
        whole = (end - start).total_seconds() or 1
        found = [((change.at - start).total_seconds() / whole, change.score) for change in reversed(self.changes)]
        return [*found, (1.0, reading.score)]


def health_panel(actor: Actor, opportunity_id: int) -> HealthPanel:
    """This function will return how one deal stands. Raises: NotVisible; Refused where only its summary is shown."""
    row = get_visible(actor, opportunity_id)
    return HealthPanel(row, Health.objects.filter(pk=row.pk).first())


def health_page(actor: Actor, opportunity_id: int) -> HealthPage:
    """This function will return how one deal stands and stood. Raises: NotVisible, Refused."""
    panel = health_panel(actor, opportunity_id)
    return HealthPage(panel, list(health_changes(actor, opportunity_id)[:MOST_CHANGES]))


def health_changes(actor: Actor, opportunity_id: int) -> QuerySet[HealthChange]:
    """This function will return the readings that differed from the one before, newest first.

    Raises: NotVisible where the opportunity is not for this person.
    """
    return HealthChange.objects.filter(opportunity=get_visible(actor, opportunity_id)).order_by("-id")
