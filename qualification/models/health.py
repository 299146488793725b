"""How each open opportunity stands: its health, velocity and priority now, and how they changed (docs/domain.md §9)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

BANDS = [("strong", "Strong"), ("healthy", "Healthy"), ("watch", "Watch"), ("critical", "Critical")]
VELOCITIES = [
    ("recovery", "Recovery"),
    ("at_risk", "At risk"),
    ("fast_track", "Fast track"),
    ("standard", "Standard"),
]


class HealthFields(models.Model):
    """A score of 0 to 100 with its band and signals, and the velocity class with its sentence; '' is no class."""

    score = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8, choices=BANDS)
    signals: models.JSONField[Any] = models.JSONField(default=list)
    velocity = models.CharField(max_length=10, choices=VELOCITIES, blank=True)
    velocity_sentence = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="%(class)s_score_range"),
        ]


class Health(HealthFields):
    """The newest reading of one open opportunity; `sentiment` is the mean of 30 days, −2 to +2.

    `priority_parts` are the four numbers its priority was computed from.
    """

    opportunity = models.OneToOneField(
        "opportunities.Opportunity", primary_key=True, on_delete=models.CASCADE, related_name="health"
    )
    priority = models.PositiveSmallIntegerField()
    priority_parts: models.JSONField[Any] = models.JSONField(default=dict)
    sentiment = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    computed_at = models.DateTimeField()

    class Meta(HealthFields.Meta):
        abstract = False
        verbose_name_plural = "health"
        indexes: ClassVar = [
            models.Index(fields=["band"], name="health_band"),
            models.Index(fields=["velocity"], name="health_velocity"),
        ]

    def __str__(self) -> str:
        return f"{self.score} {self.band}"


class HealthChange(HealthFields):
    """A reading that differed from the one before; rows are never changed."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="health_changes"
    )
    at = models.DateTimeField()

    class Meta(HealthFields.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["opportunity", "at"], name="health_change_of")]

    def __str__(self) -> str:
        return f"{self.score} {self.band}"


class StageBenchmark(models.Model):
    """How many days won deals of the last year spent in a stage: the median, and of how many deals (domain §9.2)."""

    process = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    median_days = models.FloatField()
    deals = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["process", "stage"], name="stage_benchmark_once")]

    def __str__(self) -> str:
        return f"{self.process}/{self.stage}: {self.median_days:.0f} d"
