"""PostgreSQL reckons a score as Python does, to the point and at every edge, however long ago it was made (§11.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesops.intake.domain.scoring import faded, score_of, segment_of
from salesops.intake.models import Lead
from salesops.intake.queries.scores import with_score
from tests.cast import NOW, Cast
from tests.intake.leads import a_lead

pytestmark = pytest.mark.django_db


def test_scores_and_segments_are_those_of_python(cast: Cast) -> None:
    pk = a_lead(cast).pk
    found = {}
    for fit in (0, 41, 69, 70, 71, 95, 100):
        for behaviour in (0.0, 5.0, 24.9, 25.0, 50.0, 99.9, 100.0, 250.0):
            for interest in (0, 50, 75, 100):
                for days in (0, 1, 30, 45, 400):
                    Lead.objects.filter(pk=pk).update(fit=fit, behaviour=behaviour, interest=interest, scored_at=NOW)
                    row = with_score(Lead.objects.all(), NOW + timedelta(days=days)).get()
                    mine = score_of(fit, faded(behaviour, NOW, NOW + timedelta(days=days)), interest)
                    if (row.score, row.segment) != (mine, segment_of(mine)):
                        found[fit, behaviour, interest, days] = (row.score, mine)
    assert found == {}


@pytest.mark.parametrize(
    ("fit", "interest", "score", "segment"),
    [
        (100, 125, 75, "A"), (100, 122, 74, "B"), (100, 25, 55, "B"), (100, 20, 54, "C"), (70, 0, 35, "C"),
        (68, 0, 34, "D"),
    ],
)  # fmt: skip
def test_a_point_below_an_edge_is_the_segment_below(
    cast: Cast, fit: int, interest: int, score: int, segment: str
) -> None:
    behaviour = max(0, interest - 100) * 2 / 3
    lead = a_lead(cast)
    Lead.objects.filter(pk=lead.pk).update(fit=fit, behaviour=behaviour, interest=min(100, interest), scored_at=NOW)
    row = with_score(Lead.objects.all(), NOW).get()
    assert (int(row.score), row.segment) == (score, segment)
