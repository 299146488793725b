"""What operators watch: each room registers its figures and its dead jobs; the roof shows and retries (P36).

The counterpart of the panels for a page about the machine instead of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure: its name in /metrics, its words, its unit (`s` or none), and from where on it is an alarm."""

    name: str
    words: str
    value: float
    unit: str = ""
    alarm_above: float | None = None

    @property
    def is_alarm(self) -> bool:
        """Whether somebody has to look."""
        return self.alarm_above is not None and self.value > self.alarm_above


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A piece of work that failed for good, with its cause; a person may give it another life."""

    room: str
    id: int
    what: str
    error: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Watched:
    """How a room answers operators: its figures, its newest dead jobs, and how to retry one."""

    room: str
    gauges: Callable[[datetime], Sequence[Gauge]]
    dead: Callable[[int], Sequence[DeadJob]]
    retry: Callable[[Actor, datetime, int], None]


_WATCHED: dict[str, Watched] = {}


def age_of(at: datetime | None, now: datetime, *, otherwise: float = 0) -> float:
    """This function will return how many seconds ago something was; `otherwise` where there is nothing."""
    return max((now - at).total_seconds(), 0) if at else otherwise


def watch(watched: Watched) -> None:
    """This function will have a room shown to operators; the same room registers once."""
    _WATCHED[watched.room] = watched


def watched_rooms() -> tuple[Watched, ...]:
    """This function will list what rooms registered, by name."""
    return tuple(_WATCHED[room] for room in sorted(_WATCHED))


def read_gauges(now: datetime) -> list[Gauge]:
    """This function will read every figure there is."""
    return [gauge for room in watched_rooms() for gauge in room.gauges(now)]


def in_metrics_format(gauges: Sequence[Gauge]) -> str:
    """This function will write figures in the text format of Prometheus, each as a gauge."""
    lines = []
    for gauge in gauges:
        name = f"salesops_{gauge.name}{'_seconds' if gauge.unit == 's' else ''}"
        lines += [f"# HELP {name} {gauge.words}", f"# TYPE {name} gauge", f"{name} {gauge.value:g}"]
    return "\n".join(lines) + "\n"
