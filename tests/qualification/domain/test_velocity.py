"""Velocity: four classes, the first whose rule holds (domain §9.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from qualification.domain.velocity import CLASSES, VelocityFacts, classify_velocity

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def ago(*days: float) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(days=each) for each in days)


PLAIN = VelocityFacts(
    now=NOW,
    is_first_stage=False,
    days_in_stage=10,
    benchmark=20,
    days_qualified=40,
    benchmark_so_far=50,
    created_at=NOW - timedelta(days=60),
    forward_moves=(),
    setbacks=(),
    customer_activities=ago(1),
    pushes=(),
    next_steps_set=(),
    needed_by=None,
    pain_level=2,
    health=60,
    worst_signal=0,
)
RECOVERS: dict[str, Any] = {"setbacks": ago(20), "customer_activities": ago(1, 2), "forward_moves": ago(3)}
AT_RISK: dict[str, Any] = {"days_in_stage": 31}
FAST: dict[str, Any] = {
    "days_qualified": 30,
    "forward_moves": ago(3, 40),
    "needed_by": (NOW + timedelta(days=90)).date(),
}


class TestEachRule:
    @pytest.mark.parametrize(
        ("given", "name"),
        [
            ({}, "standard"),
            (RECOVERS, "recovery"),
            (RECOVERS | {"forward_moves": (), "next_steps_set": ago(1)}, "recovery"),
            (RECOVERS | {"forward_moves": ()}, "standard"),
            (RECOVERS | {"customer_activities": ago(1, 25)}, "standard"),
            (RECOVERS | {"setbacks": ago(61), "customer_activities": ago(1, 2)}, "standard"),
            (AT_RISK, "at_risk"),
            ({"days_in_stage": 30}, "standard"),
            ({"days_in_stage": 400, "benchmark": None}, "standard"),
            ({"customer_activities": ago(15)}, "at_risk"),
            ({"customer_activities": ago(14)}, "standard"),
            ({"customer_activities": ago(21), "is_first_stage": True}, "standard"),
            ({"customer_activities": ago(22), "is_first_stage": True}, "at_risk"),
            ({"customer_activities": (), "created_at": ago(15)[0]}, "at_risk"),
            ({"customer_activities": (), "created_at": ago(3)[0]}, "standard"),
            ({"pushes": ago(1, 59)}, "at_risk"),
            ({"pushes": ago(1, 61)}, "standard"),
            ({"customer_activities": ago(1, 31, 32, 33, 34)}, "at_risk"),
            ({"customer_activities": ago(1, 2, 31, 32, 33, 34)}, "standard"),
            ({"customer_activities": ago(1, 31, 32, 33)}, "standard"),
            ({"health": 39}, "at_risk"),
            ({"health": 40}, "standard"),
            (FAST, "fast_track"),
            (FAST | {"days_qualified": 31}, "standard"),
            (FAST | {"forward_moves": ago(3, 46)}, "standard"),
            (FAST | {"needed_by": (NOW + timedelta(days=91)).date()}, "standard"),
            (FAST | {"pain_level": 1}, "standard"),
            (FAST | {"worst_signal": -8}, "standard"),
            (FAST | {"days_qualified": None}, "standard"),
        ],
    )
    def test_names_the_class(self, given: dict[str, Any], name: str) -> None:
        found = classify_velocity(replace(PLAIN, **given))
        assert found.name == name
        assert any(figure.isdigit() for figure in found.sentence)


class TestPrecedence:
    @pytest.mark.parametrize("holds", list(product((True, False), repeat=3)))
    def test_is_recovery_then_at_risk_then_fast_then_standard(self, holds: tuple[bool, bool, bool]) -> None:
        parts = [rule for rule, on in zip((RECOVERS, AT_RISK, FAST), holds, strict=True) if on]
        given = {key: value for part in reversed(parts) for key, value in part.items()}
        if holds[2]:
            given["forward_moves"] = ago(3, 40)
        wanted = next((name for name, on in zip(CLASSES, holds, strict=False) if on), "standard")
        assert classify_velocity(replace(PLAIN, **given)).name == wanted
