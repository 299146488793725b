"""The anchor files on disk, outside the database: read all, append one."""

from __future__ import annotations

import fcntl
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salesops.audit.domain.anchor import Anchor, Head, parse_anchor, parse_heads

ANCHORS = "anchors.jsonl"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """This function will hold the folder for one writer; a second one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def read_anchors(folder: Path) -> list[Anchor]:
    """This function will return all anchor lines, oldest first; none where the folder is new.

    Raises: ValueError where a line is not an anchor.
    """
    path = folder / ANCHORS
    if not path.exists():
        return []
    return [parse_anchor(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_heads_text(folder: Path, name: str) -> str:
    """This function will return the text of one heads file.

    Raises: OSError where the file is missing or broken.
    """
    with gzip.open(folder / Path(name).name, "rt", encoding="utf-8") as handle:
        return handle.read()


def anchored_heads(folder: Path, anchors: list[Anchor]) -> dict[tuple[str, int], Head]:
    """This function will return the newest anchored head of every record."""
    newest: dict[tuple[str, int], Head] = {}
    for anchor in anchors:
        for head in parse_heads(read_heads_text(folder, anchor.heads_file)):
            newest[head.kind, head.id] = head
    return newest


def append(folder: Path, anchor: Anchor, heads_text: str) -> None:
    """This function will store the heads file, then its line, each safely on disk before it returns."""
    with gzip.open(folder / anchor.heads_file, "xt", encoding="utf-8") as handle:
        handle.write(heads_text)
    with (folder / anchor.heads_file).open("rb") as stored:
        os.fsync(stored.fileno())
    with (folder / ANCHORS).open("a", encoding="utf-8") as handle:
        handle.write(anchor.line())
        handle.flush()
        os.fsync(handle.fileno())
