"""Versions over HTTP: a strong ETag from the record's version, and If-Match on every change (P14)."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from salesops.core.errors import SalesOpsError, StaleVersion


class VersionMissing(SalesOpsError):
    """A change came without saying which version it is based on."""

    status = 428
    title = "Say which version you read"


def etag(version: int) -> str:
    """This function will return the strong ETag of a version."""
    return f'"{version}"'


def expected_version(request: Request) -> int:
    """This function will return the version named by If-Match.

    Raises: VersionMissing without the header; StaleVersion where it cannot be an ETag of ours
    (a weak one, a list, `*`): the caller must have read the record.
    """
    value = request.headers.get("If-Match", "").strip()
    if not value:
        raise VersionMissing(
            "if_match_missing",
            "The change does not say which version it is based on.",
            next_action="Read the record and send its ETag as If-Match.",
        )
    digits = value.strip('"')
    if value != f'"{digits}"' or not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
        raise stale()
    return int(digits)


def stale(**facts: Any) -> StaleVersion:
    """This function will return the error for a change based on an old version."""
    return StaleVersion(
        "stale_version",
        "The record changed since you read it.",
        next_action="Read it again, then send your change with the new ETag.",
        **facts,
    )


def is_unchanged(request: Request, version: int) -> bool:
    """This function will say whether the reader already has this version (If-None-Match)."""
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return etag(version) in known
