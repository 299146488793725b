"""What changed between two versions of a process, as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from salesops.process.domain.definition import Criterion, Definition, Stage


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: added, changed or removed; where, what, from what to what."""

    kind: str
    stage: str
    what: str
    old: str = ""
    new: str = ""


STAGE_FIELDS = {"label": "Label", "probability": "Probability", "benchmark_days": "Benchmark", "forecast": "Forecast"}


def differences(old: Definition, new: Definition) -> list[Difference]:
    """This function will list the changes from one version to the next, stage by stage (domain §2.4)."""
    before = {stage.key: stage for stage in old.stages}
    found = []
    for stage in new.stages:
        if stage.key in before:
            found += list(_stage(before.pop(stage.key), stage))
        else:
            found.append(Difference("added", stage.label, "Stage"))
    return found + [Difference("removed", stage.label, "Stage") for stage in before.values()]


def _stage(old: Stage, new: Stage) -> Iterator[Difference]:
    for name, words in STAGE_FIELDS.items():
        if getattr(old, name) != getattr(new, name):
            yield Difference("changed", new.label, words, str(getattr(old, name)), str(getattr(new, name)))
    for component in sorted({*old.meddpicc, *new.meddpicc}):
        a, b = old.meddpicc.get(component, 0), new.meddpicc.get(component, 0)
        if a != b:
            yield Difference("changed", new.label, f"MEDDPICC to leave, {component.replace('_', ' ')}", str(a), str(b))
    yield from _criteria(old.entrance + old.exit, new.entrance + new.exit, new.label)


def _criteria(old: tuple[Criterion, ...], new: tuple[Criterion, ...], stage: str) -> Iterator[Difference]:
    before = {item.id: item for item in old}
    for item in new:
        earlier = before.pop(item.id, None)
        if earlier is None:
            yield Difference("added", stage, f"Criterion {item.id}", new=item.text)
        elif earlier != item:
            yield Difference("changed", stage, f"Criterion {item.id}", earlier.text, item.text)
    for item in before.values():
        yield Difference("removed", stage, f"Criterion {item.id}", old=item.text)
