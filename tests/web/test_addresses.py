"""Addresses joined from texts are the addresses that Django would reverse."""

from __future__ import annotations

import pytest
from django.urls import reverse

from salesops.web.addresses import record_url


@pytest.mark.parametrize(
    ("name", "rest"),
    [("opportunities:page", ()), ("opportunities:move", ()), ("opportunities:cell", ("next_step",))],
)
@pytest.mark.parametrize("pk", [1, 100_000])
def test_is_what_reverse_says(name: str, rest: tuple[str, ...], pk: int) -> None:
    assert record_url(name, pk, *rest) == reverse(name, args=[pk, *rest])
