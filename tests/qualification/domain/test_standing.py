"""How much a component counts: age, nearness of the end, forcing, co-sign, score."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.domain.meddpicc import BY_KEY, COMPONENTS
from qualification.domain.standing import Known, MeddpiccFacts, Standing, stand

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FAR, NEAR = date(2027, 11, 20), date(2026, 12, 20)


def _known(level: int, days: float, *, cosigned: bool = True, forced: float | None = None) -> Known:
    moment = NOW - timedelta(days=days)
    forced_at = NOW - timedelta(days=forced) if forced is not None else None
    return Known(1, level, "note", "customer_said", "", 1, "Elena", moment, cosigned, forced_at, "the amount changed")


def _stand(key: str, known: Known | None, *, close: date | None = FAR, probability: int = 20) -> Standing:
    return stand(key, known, probability=probability, close_date=close, now=NOW)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.key)
class TestAge:
    """Domain §3.3, each component at its edge."""

    def test_it_counts_in_full_to_the_last_day(self, component: object) -> None:
        item = BY_KEY[component.key]  # type: ignore[attr-defined]
        assert _stand(item.key, _known(2, item.max_age)).effective == 2

    def test_it_loses_a_level_the_moment_after(self, component: object) -> None:
        item = BY_KEY[component.key]  # type: ignore[attr-defined]
        assert _stand(item.key, _known(2, item.max_age + 0.01)).effective == 1

    def test_it_ages_faster_near_the_close_date(self, component: object) -> None:
        item = BY_KEY[component.key]  # type: ignore[attr-defined]
        assert _stand(item.key, _known(2, item.max_age_late + 0.01), close=NEAR).effective == 1
        assert _stand(item.key, _known(2, item.max_age_late + 0.01), probability=75).effective == 1
        assert _stand(item.key, _known(2, item.max_age_late), close=NEAR).effective == 2


def test_the_end_is_near_from_thirty_days_on() -> None:
    known = _known(2, 20)
    assert _stand("champion", known, close=date(2026, 12, 21)).effective == 2
    assert _stand("champion", known, close=date(2026, 12, 20)).effective == 1


def test_an_event_after_it_was_set_takes_a_level_and_one_before_does_not() -> None:
    assert _stand("metrics", _known(2, 5, forced=1)).effective == 1
    assert _stand("metrics", _known(2, 5, forced=6)).effective == 2
    assert "the amount changed" in _stand("metrics", _known(2, 5, forced=1)).sentence


def test_level_three_waits_for_a_cosigner_only_where_one_is_wanted() -> None:
    assert _stand("champion", _known(3, 1, cosigned=False)).effective == 2
    assert _stand("economic_buyer", _known(3, 1, cosigned=False)).effective == 2
    assert _stand("champion", _known(3, 1)).effective == 3
    assert _stand("metrics", _known(3, 1, cosigned=False)).effective == 3


def test_nothing_known_counts_nothing() -> None:
    assert (_stand("metrics", None).level, _stand("metrics", None).effective) == (0, 0)


@given(
    levels=st.lists(st.integers(0, 3), min_size=8, max_size=8),
    ages=st.lists(st.integers(0, 200), min_size=8, max_size=8),
)
def test_the_score_lies_between_nothing_and_all_and_age_never_helps(levels: list[int], ages: list[int]) -> None:
    fresh = {c.key: _stand(c.key, _known(level, 0)) for c, level in zip(COMPONENTS, levels, strict=True)}
    old = {c.key: _stand(c.key, _known(lv, age)) for c, lv, age in zip(COMPONENTS, levels, ages, strict=True)}
    assert 0 <= MeddpiccFacts(old).score <= MeddpiccFacts(fresh).score <= 100
    assert MeddpiccFacts(fresh).points == sum(levels)
    assert MeddpiccFacts(old).weakest.effective == min(item.effective for item in old.values())
