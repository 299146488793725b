"""The rows of the HTTP kit: answers kept for retries, and counters of attempts."""

from __future__ import annotations

from django.db import models


class IdempotentAnswer(models.Model):
    """What a program was answered under one key, stored with the effect itself (reliability P13).

    `client` is the API key or session the request came with; `status` is 0 only inside the
    transaction that is still working.
    """

    client = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = models.TextField(default="")
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="web_answer_once")]
        indexes = [models.Index(fields=["at"], name="web_answer_at")]

    def __str__(self) -> str:
        return f"{self.client} {self.key}: {self.status}"


class AttemptCounter(models.Model):
    """How often something was tried in the current window; used where Valkey does not answer (P23)."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.IntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="web_attempt_ends")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
