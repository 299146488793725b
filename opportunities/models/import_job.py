"""Imports: the file as it came, how it is read, how far it got, and the report."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportJob(models.Model):
    """One import. `kind` guarded goes through every gate; migration places records (sales operations only)."""

    KINDS: ClassVar = [("guarded", "Guarded"), ("migration", "Migration")]
    POLICIES: ClassVar = [("all", "All or nothing"), ("skip", "Skip bad rows")]
    STATES: ClassVar = [
        ("draft", "Draft"),
        ("checked", "Checked"),
        ("waiting", "Waiting"),
        ("running", "Running"),
        ("done", "Done"),
        ("failed", "Failed"),
    ]

    kind = models.CharField(max_length=10, choices=KINDS, default="guarded")
    policy = models.CharField(max_length=4, choices=POLICIES, default="all")
    state = models.CharField(max_length=8, choices=STATES, default="draft")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["guarded", "migration"]), name="import_kind_known"),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="import_done_within_total"),
        ]

    def __str__(self) -> str:
        return self.file_name


class SavedMapping(models.Model):
    """A mapping kept for the next file of the same kind."""

    name = models.CharField(max_length=60, unique=True)
    mapping = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
