"""From a definition file's content to a Definition; every fault is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from salesops.core.errors import SalesOpsError
from salesops.process.domain.definition import (
    Artifact,
    Criterion,
    Definition,
    Kind,
    Meeting,
    Stage,
    StageKind,
)
from salesops.process.domain.edges import expand_edges

Part = TypeVar("Part")


class DefinitionUnreadable(SalesOpsError):
    """A definition file has a wrong word or a missing one; the message names where."""

    status = 422


def read_definition(content: Mapping[str, Any]) -> Definition:
    """This function will build the Definition a file describes (domain §2.3).

    Raises: DefinitionUnreadable naming the place of an unknown, missing or ill-typed field.
    """
    head = dict(content.get("process") or {})
    stages = tuple(_stage(row, index) for index, row in enumerate(content.get("stages") or [], start=1))
    unknown = set(content) - {"process", "stages", "transitions", "meetings", "artifacts", "milestones"}
    if unknown:
        raise _unreadable("the file", f"unknown part {', '.join(sorted(unknown))}")
    _tuples(head, "subtypes", "owner_roles", "closing_channels")
    return _build(
        Definition,
        head
        | {
            "stages": stages,
            "edges": expand_edges(stages, content.get("transitions") or []),
            "meetings": tuple(_meeting(row) for row in content.get("meetings") or []),
            "artifacts": tuple(_build(Artifact, dict(row), "artifact") for row in content.get("artifacts") or []),
            "milestones": dict(content.get("milestones") or {}),
        },
        "process",
    )


def _stage(row: Mapping[str, Any], index: int) -> Stage:
    values = {"order": index, "kind": "open", **row}
    where = f"stage {values.get('key', index)}"
    values["kind"] = StageKind(values["kind"])
    values["entrance"] = tuple(_criterion(item, where) for item in values.get("entrance", ()))
    values["exit"] = tuple(_criterion(item, where) for item in values.get("exit", ()))
    _tuples(values, "collaborators", "milestones")
    return _build(Stage, values, where)


def _criterion(row: Mapping[str, Any], where: str) -> Criterion:
    values = dict(row)
    values["kind"] = Kind(values.get("kind", "D"))
    values["evaluator"] = values.pop("eval", "")
    for name in ("attesters", "evidence", "waiver_roles"):
        if isinstance(values.get(name), str):
            values[name] = [values[name]]
    _tuples(values, "attesters", "evidence", "waiver_roles")
    return _build(Criterion, values, f"{where}, criterion {values.get('id')}")


def _meeting(row: Mapping[str, Any]) -> Meeting:
    values = dict(row)
    values["minutes"] = tuple(values.get("minutes", (0, 0)))
    values["agenda"] = tuple((item[0], int(item[1]), int(item[2])) for item in values.get("agenda", ()))
    _tuples(values, "exit_signals", "collaborators")
    return _build(Meeting, values, f"meeting {values.get('key')}")


def _tuples(values: dict[str, Any], *names: str) -> None:
    for name in names:
        if name in values:
            values[name] = tuple(values[name])


def _build(kind: type[Part], values: Mapping[str, Any], where: str) -> Part:
    known = {item.name for item in fields(cast(Any, kind))}
    unknown = set(values) - known
    if unknown:
        raise _unreadable(where, f"unknown field {', '.join(sorted(unknown))}")
    try:
        return kind(**values)
    except TypeError as error:
        raise _unreadable(where, str(error).split("() ")[-1]) from error


def _unreadable(where: str, why: str) -> DefinitionUnreadable:
    return DefinitionUnreadable("unreadable_definition", f"In {where}: {why}.", next_action="Correct the file.")
