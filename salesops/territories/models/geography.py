"""The places rules may name, as the database knows them: a copy of `domain.geography`, so that a key is a key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class GeoNode(models.Model):
    """One place. Rows come with a migration; tests hold them against the library's countries."""

    key = models.CharField(max_length=24, primary_key=True)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ("level", "name", "key")
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="territories_node_level"),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="territories_node_hangs_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name
