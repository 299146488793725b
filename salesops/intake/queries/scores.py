"""The score of leads as PostgreSQL reckons it, so that lists sort by what it is now (domain §11.7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, DurationField, ExpressionWrapper, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast, Extract, Floor, Least, Power

from salesops.intake.domain.scoring import HALF_LIFE, MOST, SEGMENTS, WEIGHTS
from salesops.intake.models import Lead


def with_score(rows: QuerySet[Lead], now: datetime) -> QuerySet[Any]:
    """This function will add `behaviour_now`, `score` and `segment` as they are at `now`."""
    since = Extract(ExpressionWrapper(Value(now) - F("scored_at"), output_field=DurationField()), "epoch")
    half_lives = ExpressionWrapper(since / Value(HALF_LIFE.total_seconds()), output_field=FloatField())
    behaviour = Least(Value(float(MOST)), F("behaviour") * Power(Value(0.5), half_lives), output_field=FloatField())
    weighed = (
        Value(WEIGHTS["fit"]) * Cast("fit", FloatField())
        + Value(WEIGHTS["behaviour"]) * F("behaviour_now")
        + Value(WEIGHTS["interest"]) * Cast("interest", FloatField())
    )
    score = Floor(ExpressionWrapper(weighed, output_field=FloatField()) + Value(0.5), output_field=FloatField())
    segment = Case(*(When(score__gte=least, then=Value(name)) for name, least in SEGMENTS), output_field=CharField())
    return rows.annotate(behaviour_now=behaviour).annotate(score=score).annotate(segment=segment)
