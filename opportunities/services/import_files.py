"""Import one file from the command line: read, map, check, and bring in unless it is a dry run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from opportunities.domain.import_rows import Problem
from opportunities.domain.mapping import guess_columns, read_mapping
from opportunities.services.check_import import check_import
from opportunities.services.import_rows import bring_in
from opportunities.services.read_file import read_file
from salesops.charter import Facts, require
from salesops.users.queries import actor_by_email


@dataclass(frozen=True, slots=True)
class FileImport:
    """What to import, as whom, how to read it, and whether for real."""

    path: Path
    email: str
    mapping: Mapping[str, Any]
    process: str
    date_format: str
    is_migration: bool
    is_all_or_nothing: bool
    is_dry_run: bool


@dataclass(frozen=True, slots=True)
class FileResult:
    """The report: every problem, and the counts."""

    problems: list[Problem]
    counts: dict[str, int]


def import_file(wish: FileImport, *, now: datetime, progress: Callable[[int], None]) -> FileResult:
    """This function will check a file and, unless it is a dry run, import it with the person's rights.

    Raises: Invalid, Refused, Conflict as the services it calls; OSError if the file cannot be read.
    """
    actor = actor_by_email(wish.email, via="import")
    require(actor, "import.migrate" if wish.is_migration else "import.run", Facts())
    content = wish.path.read_bytes()
    sheet = read_file(wish.path.name, content)
    given = {"process": wish.process, "columns": guess_columns(sheet[0]), **wish.mapping}
    if wish.date_format:
        given["date_format"] = wish.date_format
    mapping = read_mapping(given)
    checked = check_import(actor, sheet, mapping, now=now)
    if wish.is_dry_run:
        return FileResult(checked.problems, checked.counts())
    run = bring_in(
        actor=actor,
        now=now,
        checked=checked,
        mapping=mapping,
        sha256=hashlib.sha256(content).hexdigest(),
        is_migration=wish.is_migration,
        is_all_or_nothing=wish.is_all_or_nothing,
        progress=progress,
    )
    counts = checked.counts() | {"imported": run.created, "refused": len(run.problems)}
    return FileResult(checked.problems + run.problems, counts)
