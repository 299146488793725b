"""One rule set is in force at any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from approvals.models import GuardrailSet

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def in_force(at: datetime) -> list[GuardrailSet]:
    """Return what the database says is in force at a moment."""
    return list(GuardrailSet.objects.raw("SELECT (g).* FROM guardrails_in_force(%s) g WHERE (g).id IS NOT NULL", [at]))


@pytest.mark.django_db
class TestGuardrailsInForce:
    def test_begin_with_what_the_house_comes_with(self) -> None:
        (rules,) = in_force(NOW)
        assert rules.number == 1
        assert rules.rules["discount"]["edges"] == ["10", "20", "30"]

    def test_are_the_ones_published_last_before_that_moment(self) -> None:
        shipped = GuardrailSet.objects.get(number=1)
        assert in_force(shipped.published_at or NOW) == [shipped]
        assert in_force((shipped.published_at or NOW) - timedelta(seconds=1)) == []
