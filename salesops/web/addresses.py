"""Addresses of many records: reversing a name takes longer than writing a cell, and a list needs a hundred."""

from __future__ import annotations

from functools import cache

from django.urls import reverse


def record_url(name: str, pk: int, *rest: str) -> str:
    """This function will return what `reverse(name, args=[pk, *rest])` returns, for the price of joining texts."""
    before, after = _around(name, rest)
    return f"{before}{pk}{after}"


@cache
def _around(name: str, rest: tuple[str, ...]) -> tuple[str, str]:
    before, _, after = reverse(name, args=[0, *rest]).partition("/0/")
    return f"{before}/", f"/{after}"
