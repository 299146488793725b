"""Tell a full disk from every other failure, whoever met it first: Python, initdb, PostgreSQL or a command."""

from __future__ import annotations

import errno
import os
from pathlib import Path

ROOM_NEEDED = 17 * 1024 * 1024  # bytes; less than this free, and PostgreSQL cannot add a segment to its log
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS = ("no space left on device", "disk quota exceeded", "file too large", "file size limit exceeded")


def is_full(folder: Path, error: BaseException) -> bool:
    """This function will say whether a failure was that nothing more could be written to the folder's disk."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return says_full(str(error)) or _room(folder) < ROOM_NEEDED


def says_full(text: str) -> bool:
    """This function will say whether a program's words mean a full disk."""
    lowered = text.lower()
    return any(words in lowered for words in _WORDS)


def full_sentence(folder: Path) -> str:
    """This function will return the one sentence about it."""
    return f"The disk that holds {folder} is full; free about 1 GB there and run the same again."


def _room(folder: Path) -> int:
    """Return the bytes that are free on the disk of the nearest folder that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    facts = os.statvfs(folder)
    return facts.f_bavail * facts.f_frsize
