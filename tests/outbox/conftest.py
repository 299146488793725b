"""Fixtures of the outbox: a registry of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from salesops.outbox import registry


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry of the test's own."""
    monkeypatch.setattr(registry, "_in_transaction", registry.defaultdict(list))
    monkeypatch.setattr(registry, "_after_commit", registry.defaultdict(dict))
    monkeypatch.setattr(registry, "_by_name", {})
    yield
